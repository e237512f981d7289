"""What one sees of a year of a network."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from communityup.network.networks.queries import frame, network_of
from communityup.network.years import queries


@require_safe
def latest(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the newest year."""
    del request
    return redirect("years:page", slug=slug, year=queries.years_of(network_of(slug))[-1])


@require_safe
def page(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """One year of a network: who was there, and what it did together; the same for everybody."""
    network = network_of(slug)
    if year not in queries.years_of(network):
        raise Http404
    context = {**frame(request, network, "network"), **queries.mirror(network, year)}
    return render(request, "years/year.html", context)
