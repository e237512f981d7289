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
