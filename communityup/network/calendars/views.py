"""What one sees of the calendar of a network: how one follows it, and the calendar."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communityup.network.calendars import exports, queries
from communityup.network.networks.queries import frame, network_of


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """How one follows the sessions of a network in one's own calendar."""
    found = network_of(slug)
    return render(request, "calendars/page.html", {**frame(request, found, "meetings"), **queries.page(found)})


@require_safe
def network(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The open sessions of a network as a calendar to which one subscribes."""
    return exports.answer(request, exports.calendar(network_of(slug)), everybodys=True)
