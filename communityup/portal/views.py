"""What does one see before and between challenges: home, one's own page, and pages about this site."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from communityup.log.queries import tree_head
from communityup.network.calendars import exports as networks
from communityup.people.actors import Actor
from communityup.people.queries import signed_in
from communityup.portal import actions, exports, forms, permissions, queries
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.challenges.queries import frame, visible_challenge

SECURITY_TXT_DAYS = 180
OK, UNPROCESSABLE = 200, 422


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is in one sentence, a way to begin, and the challenges everybody may see."""
    return render(request, "portal/home.html", queries.home())


@require_safe
@never_cache
@login_required
def my_page(request: HttpRequest) -> HttpResponse:
    """One's own challenges, and what waits for an answer."""
    return render(request, "portal/my_page.html", queries.my_page(signed_in(request)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_calendar(request: HttpRequest) -> HttpResponse:
    """The address of one's own calendar: make it, give it another one, stop it."""
    person = signed_in(request)
    if request.method != "POST":
        return render(request, "portal/own_calendar.html", queries.own_calendar(person))
    by, answer = Actor.of(person), request.POST.get("answer")
    if answer == "make":
        actions.make_calendar(person, by=by)
        messages.success(request, _("Your calendar has an address. It is yours alone."))
    elif answer == "renew":
        actions.renew_calendar(person, seen=request.POST.get("seen", ""), by=by)
        messages.success(request, _("Your calendar has another address. The old one does not work any more."))
    elif answer == "stop":
        actions.stop_calendar(person, by=by)
        messages.success(request, _("The address of your calendar does not work any more."))
    return redirect("own_calendar")


@require_safe
def own_calendar_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """One's own calendar, for whoever holds its secret address."""
    return networks.answer(request, exports.calendar(permissions.whose_calendar(token)), everybodys=False)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def own_data(request: HttpRequest) -> HttpResponse:
    """What is kept of oneself, as a file; by a button, so that no link brings it somewhere."""
    person = signed_in(request)
    if request.method != "POST":
        return render(request, "portal/own_data.html", {"contact": settings.CONTACT_EMAIL})
    answer = JsonResponse(exports.own_data(person), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="mijn-gegevens.json"'
    return answer


@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    """The idea in one screen of plain words (A10)."""
    return render(request, "portal/how_it_works.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far everybody can use this site, and whom to tell when you cannot."""
    return render(request, "portal/accessibility.html", {"contact": settings.CONTACT_EMAIL})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of people, why, how long, and how to see or remove it."""
    return render(request, "portal/privacy.html", {"contact": settings.CONTACT_EMAIL})


@require_safe
def source(request: HttpRequest) -> HttpResponse:
    """Which software this is and where its source is."""
    return render(request, "portal/source.html", {"version": queries.version(), "contact": settings.CONTACT_EMAIL})


@require_safe
def log_check(request: HttpRequest) -> HttpResponse:
    """How anybody can check that nothing in the log was changed."""
    return render(request, "portal/log_check.html", tree_head())


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """The word list (A31)."""
    return render(request, "portal/glossary.html", {"terms": queries.glossary()})


@require_safe
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Search everything one may see."""
    form = forms.SearchForm(request.GET) if "words" in request.GET else forms.SearchForm()
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        words = form.cleaned_data["words"]
        context |= {"words": words, **queries.search(words, request.user, request.GET.dict())}
    return render(request, "portal/search.html", context, status=UNPROCESSABLE if form.errors else OK)


@login_required
def make_practice(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a practice from a challenge, in a network of which one is a member (S39)."""
    challenge, by = visible_challenge(slug, request.user), Actor.of(signed_in(request))
    own_seat(challenge, by)
    own = permissions.own_memberships(by) if request.method == "POST" else permissions.memberships(by.account)
    permissions.refuse_too_early(challenge)
    title = challenge.title if challenge.public_at is not None else ""
    form = forms.MakePracticeForm(request.POST or None, own=own, initial={"title": title})
    if not form.is_valid():
        context = {**frame(request, challenge, "overview"), "form": form, "may_begin": bool(own)}
        status = UNPROCESSABLE if form.is_bound else OK
        return render(request, "portal/make_practice.html", context, status=status)
    begun = actions.practice_from(challenge, **form.cleaned_data, by=by)
    messages.success(request, _("Begun. Who is in it reads along, and says yes before it is published."))
    return redirect("library:draft", slug=begun.network.slug, public_id=begun.public_id)


@require_safe
def practice_origin(request: HttpRequest, public_id: str) -> HttpResponse:
    """The challenge at which a practice began, for who may see that challenge; for others there is nothing."""
    return redirect("room:overview", slug=queries.challenge_at(public_id, request.user))


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116)."""
    expires = (timezone.now() + dt.timedelta(days=SECURITY_TXT_DAYS)).replace(microsecond=0)
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {expires.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """What search engines leave alone: pages that are somebody's own."""
    del request
    private = [reverse(name) for name in ("account", "my_page", "outbox")]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private), "Disallow: /opgaven/uitnodiging/"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    del request
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Say that the database answers too; the middleware makes it a 503 when not."""
    del request
    queries.database_answers()
    return HttpResponse("ok\n", content_type="text/plain")
