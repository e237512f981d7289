"""What one sees of opinions: the map with its table, and the list of what was published."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communityup.workspace.challenges import queries as challenges
from communityup.workspace.opinions import queries


@require_safe
def opinion_map(request: HttpRequest, slug: str) -> HttpResponse:
    """The opinion map: bridges first, then where we differ, then everything as a table."""
    challenge = challenges.visible_challenge(slug, request.user)
    chosen = {name: request.GET.get(name) for name in ("ronde", "toon", "page")}
    around = {**challenges.frame(request, challenge, "dialogue"), "sub": "map"}
    if around["is_off"]:
        return render(request, "opinions/off.html", around)
    context = queries.map_page(challenge, request.user, own_party=around["takes_part_for"], chosen=chosen)
    return render(request, "opinions/map.html", {**around, **context})


@require_safe
def releases(request: HttpRequest, slug: str) -> JsonResponse:
    """What was published when, for machines: `?ronde=1&uitgave=2` gives one release whole."""
    challenge = challenges.visible_challenge(slug, request.user)
    numbers = [request.GET.get(name, "") for name in ("ronde", "uitgave")]
    whole = all(number.isascii() and number.isdigit() and len(number) < len("999999") for number in numbers)
    chosen = (int(numbers[0]), int(numbers[1])) if whole else None
    return JsonResponse(queries.release_list(challenge, chosen=chosen))
