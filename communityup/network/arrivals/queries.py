"""What do we show at the door: somebody's badge, the badges of all, and the ways to these."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.gatherings.models import Registration
from communityup.gatherings.permissions import is_over, takes_presence, takes_registrations
from communityup.network.arrivals import permissions
from communityup.network.meetings import queries as meetings
from communityup.network.meetings.models import Session
from communityup.network.members.permissions import acts_for
from communityup.network.networks.models import Network
from communityup.network.newsletter.permissions import opened_by
from communityup.post.queries import site_address

SEAT = Registration.State.SEAT


def place_of(network: Network, token: str) -> Registration | None:
    """Return whose badge this is; None for a place that was given back. Raises Http404 for what we never signed."""
    public_id = opened_by(permissions.BADGE, token)
    if public_id is None:
        raise Http404
    found = Registration.objects.select_related("gathering").filter(gathering__session__network=network)
    return found.filter(public_id=public_id).first()


def badge(session: Session, registration: Registration) -> dict[str, Any]:
    """Return what stands on a badge: a name, which session, and the address in its square."""
    ticks = takes_presence(session.gathering)
    return {
        "session": session,
        "registration": registration,
        "address": _address(session, registration),
        "ticks": ticks,
        "over": is_over(session.gathering),
    }


def badges(session: Session) -> dict[str, Any]:
    """Return the badges of everybody who has a place, by name."""
    found = session.gathering.registrations.filter(state=SEAT).annotate(organisation=acts_for(session.network))
    by_name = sorted(found, key=lambda one: one.name.casefold())
    rows = [{**badge(session, one), "organisation": one.organisation or ""} for one in by_name]
    return {"session": session, "badges": rows}


def rows(session: Session) -> list[list[str]]:
    """Return who comes as rows of a spreadsheet: names alone, how they come, what they have, and who was there."""
    listed = meetings.attendance(session)
    return [
        [
            one.name,
            one.organisation or "",
            _("online") if one.is_online else _("in the place"),
            one.get_state_display(),
            _("yes") if one.came_at else "",
        ]
        for one in [*listed["come"], *listed["wait"]]
    ]


def for_who_comes(session: Session, registration: Registration) -> list[dict[str, Any]]:
    """Return the way to one's badge, from when there is a day until the session is over."""
    if registration.state != SEAT or not takes_registrations(session.gathering):
        return []
    url = reverse("arrivals:badge", args=[session.network.slug, permissions.badge_token(registration)])
    return [{"url": url, "label": _("My badge for the door"), "beside": True}]


def beside_attendance(session: Session) -> list[dict[str, Any]]:
    """Return the ways to badges, until it is over, and to the spreadsheet, beside the list of who comes."""
    args = [session.network.slug, session.public_id]
    badges = {"url": reverse("arrivals:badges", args=args), "label": _("Badges to print")}
    listed = {"url": reverse("arrivals:spreadsheet", args=args), "label": _("This list for a spreadsheet (Excel)")}
    return [badges, listed] if takes_registrations(session.gathering) else [listed]


def _address(session: Session, registration: Registration) -> str:
    path = reverse("arrivals:badge", args=[session.network.slug, permissions.badge_token(registration)])
    return site_address() + path
