"""What can happen to the sessions of a network."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class SessionPlanned(Event):
    """A coordinator planned a session; without a day it is announced roughly. `number` is yyMM."""

    type: ClassVar = "meetings.session_planned"
    sentence: ClassVar = _("A coordinator planned a session")
    number: str | None
    day: str | None


@dataclass(frozen=True, kw_only=True)
class SessionDescribed(Event):
    """A coordinator changed title, theme or purpose of a session."""

    type: ClassVar = "meetings.session_described"
    sentence: ClassVar = _("A coordinator changed the words about a session")


@dataclass(frozen=True, kw_only=True)
class RoughDateChanged(Event):
    """When a session is roughly, was said anew; there is no date yet."""

    type: ClassVar = "meetings.rough_date_changed"
    sentence: ClassVar = _("When a session is roughly was said anew")


@dataclass(frozen=True, kw_only=True)
class DateFixed(Event):
    """The date of a session is known; who asked to hear of sessions gets one letter."""

    type: ClassVar = "meetings.date_fixed"
    sentence: ClassVar = _("The date of session {number} is known: {day}")
    number: str
    day: str


@dataclass(frozen=True, kw_only=True)
class ClosedSessionDated(Event):
    """When or where a closed session is was set, or changed. No line of a closed session tells its number or day."""

    type: ClassVar = "meetings.closed_session_dated"
    sentence: ClassVar = _("A coordinator set when a closed session is")


@dataclass(frozen=True, kw_only=True)
class SessionMoved(Event):
    """The moment or the place of a session changed; calendars follow."""

    type: ClassVar = "meetings.session_moved"
    sentence: ClassVar = _("The moment or the place of session {number} changed; it is on {day}")
    number: str
    day: str


@dataclass(frozen=True, kw_only=True)
class SessionPostponed(Event):
    """A session has no date any more; a new one follows."""

    type: ClassVar = "meetings.session_postponed"
    sentence: ClassVar = _("A session was postponed; a new date follows")


@dataclass(frozen=True, kw_only=True)
class SessionCancelled(Event):
    """A session does not go on, with the reason."""

    type: ClassVar = "meetings.session_cancelled"
    sentence: ClassVar = _("A session was cancelled")


@dataclass(frozen=True, kw_only=True)
class OutcomesTold(Event):
    """A coordinator told what came of a session, and what its next step is."""

    type: ClassVar = "meetings.outcomes_told"
    sentence: ClassVar = _("A coordinator told what came of a session, and its next step")
    next_commit: str | None


@dataclass(frozen=True, kw_only=True)
class PlacesSet(Event):
    """A coordinator set how many can come to a session (none: no limit); so many who waited can take a place now."""

    type: ClassVar = "meetings.places_set"
    sentence: ClassVar = _("A coordinator set how many people can come to a session")
    capacity: int | None
    offered: int


@dataclass(frozen=True, kw_only=True)
class Registered(Event):
    """Somebody registered for a session, and has a place or waits for one. No line tells who."""

    type: ClassVar = "meetings.registered"
    sentence: ClassVar = _("Somebody registered for a session: {state}")
    labels: ClassVar = {"seat": _("with a place"), "waiting": _("on the waiting list")}
    state: str


@dataclass(frozen=True, kw_only=True)
class PlaceTaken(Event):
    """Somebody took a place that came free in time."""

    type: ClassVar = "meetings.place_taken"
    sentence: ClassVar = _("Somebody from the waiting list took a place at a session")


@dataclass(frozen=True, kw_only=True)
class WaySwitched(Event):
    """Somebody comes online instead of to the place, or the other way round; so many who waited can take a place."""

    type: ClassVar = "meetings.way_switched"
    sentence: ClassVar = _("Somebody comes to a session another way: {way}, {state}")
    labels: ClassVar = {
        "online": _("online"),
        "place": _("in the place"),
        "seat": _("with a place"),
        "waiting": _("on the waiting list"),
    }
    way: str
    state: str
    offered: int


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    """Somebody does not come after all; so many who waited can take a place now. Their address goes within a week."""

    type: ClassVar = "meetings.withdrawn"
    sentence: ClassVar = _("Somebody does not come to a session after all; their address is deleted within a week")
    offered: int


@dataclass(frozen=True, kw_only=True)
class AddressDeleted(Event):
    """Who asked for a place or gave one back let their name and address be deleted at once. No line tells who."""

    type: ClassVar = "meetings.address_deleted"
    sentence: ClassVar = _("Somebody who does not come to a session had their address deleted at once")


@dataclass(frozen=True, kw_only=True)
class OffersEnded(Event):
    """So many offered places were not taken in time, and went on to so many others who waited."""

    type: ClassVar = "meetings.offers_ended"
    sentence: ClassVar = _("Places at a session that nobody took in time went on to the next on the waiting list")
    ended: int
    offered: int


@dataclass(frozen=True, kw_only=True)
class PresenceNoted(Event):
    """A coordinator noted that somebody was there, or that this was a mistake."""

    type: ClassVar = "meetings.presence_noted"
    sentence: ClassVar = _("A coordinator noted of somebody at a session: {came}")
    labels: ClassVar = {"yes": _("was there"), "no": _("was not there")}
    came: str
