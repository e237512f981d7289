"""What stands in calendars to which one subscribes: the open sessions of a network, and what is somebody's own."""

from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.gatherings.models import Registration
from communityup.gatherings.queries import in_calendars
from communityup.network.meetings.models import Session
from communityup.network.meetings.permissions import seen_in_all
from communityup.network.members.models import Delegate
from communityup.network.networks.models import Network
from communityup.network.visits.models import Visit
from communityup.people.models import Person, normalised
from communityup.post.queries import site_address

# More than a network or somebody ever has; the newest stay.
MOST = 500


def open_sessions(network: Network) -> list[Session]:
    """Return the sessions of a network that everybody may see and that have, or had, a moment; one query."""
    return _sessions(Q(network=network, is_closed=False))


def own_sessions(person: Person) -> list[Session]:
    """Return the sessions at which somebody has a place, closed ones too as long as they are theirs; one query."""
    seats = Registration.objects.filter(email=normalised(person.email), state=Registration.State.SEAT)
    return _sessions(Q(gathering__in=seats.values("gathering")) & seen_in_all(person))


def _sessions(which: Q) -> list[Session]:
    found = Session.objects.filter(which & in_calendars()).select_related("network", "gathering")
    return list(found.order_by(F("gathering__begins_at").desc(nulls_last=True), "-pk")[:MOST])


def own_visits(person: Person) -> list[Visit]:
    """Return the visits, with a day, of the members for which somebody acts; one query."""
    own = Delegate.objects.filter(person=person, member__left_at=None).values("member")
    found = Visit.objects.filter(Q(guest__in=own) | Q(host__in=own), in_calendars())
    return list(found.select_related("network", "gathering").order_by("-gathering__begins_at", "-pk")[:MOST])


def address(network: Network) -> str:
    """Return the full address of the calendar of a network."""
    return site_address() + reverse("calendars:network", args=[network.slug])


def webcal(address: str) -> str:
    """Return an address as the scheme that opens a calendar of one's own."""
    return f"webcal://{address.partition('://')[2]}"


def page(network: Network) -> dict[str, Any]:
    """Return what stands on the page about the calendar of a network."""
    here = address(network)
    return {"address": here, "webcal": webcal(here)}


def beside(network: Network) -> dict[str, Any]:
    """Return the link beside the list of sessions."""
    return {"url": reverse("calendars:page", args=[network.slug]), "label": _("Follow these days in your calendar")}
