"""What one sees at the door: one's badge, and for who coordinates a button that says somebody is here."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from communityup.network.arrivals import exports, permissions, queries
from communityup.network.meetings import actions as meetings
from communityup.network.meetings import queries as sessions
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.networks.queries import frame, network_of
from communityup.people.actors import Actor
from communityup.people.queries import has_account

GONE = 410


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def badge(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """A badge: its square leads here. Who coordinates says here that its owner came; scanning twice is once."""
    network = network_of(slug)
    own = queries.place_of(network, token)
    if own is None:
        return _page(request, network, "gone", status=GONE)
    permissions.refuse_waiting(own)
    found = sessions.session_with(network, own.gathering_id)
    if request.method != "POST":
        return _page(request, network, "badge", **queries.badge(found, own))
    came = request.POST.get("came") != "no"
    meetings.note_presence(found, own, came=came, by=_by(request))
    said = _("%(name)s is here.") if came else _("%(name)s is not ticked off any more.")
    messages.success(request, said % {"name": own.name})
    return redirect("arrivals:badge", slug=slug, token=token)


@require_safe
@login_required
def badges(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """The badges of everybody who has a place, to print and cut."""
    found = _own(request, slug, public_id)
    return _page(request, found.network, "badges", **queries.badges(found))


@require_safe
@never_cache
@login_required
def spreadsheet(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """Who comes, as a spreadsheet."""
    found = _own(request, slug, public_id)
    named = {"Content-Disposition": f'attachment; filename="{exports.FILE_NAME}"'}
    return HttpResponse(exports.spreadsheet(found), content_type=exports.MEDIA_TYPE, headers=named)


def _own(request: HttpRequest, slug: str, public_id: str) -> Session:
    """Return a session for who coordinates its network; raises NotAllowed for everybody else."""
    network = network_of(slug)
    own_coordinator(network, _by(request))
    return sessions.any_session(network, public_id)


def _page(request: HttpRequest, network: Network, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"arrivals/{name}.html", {**frame(request, network, "meetings"), **context}, status=status)


def _by(request: HttpRequest) -> Actor:
    if not has_account(request):
        return Actor.visitor()
    return Actor.of(request.user)  # type: ignore[arg-type]  # with an account this is a Person
