"""What can happen to sessions that come back: planned, moved and cancelled together, with one line for all."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class SeriesPlanned(Event):
    """A coordinator planned so many sessions at once; the words about them are the same for all."""

    type: ClassVar = "series.series_planned"
    sentence: ClassVar = _("A coordinator planned {sessions} sessions that come back, the first on {day}")
    sessions: int
    day: str


@dataclass(frozen=True, kw_only=True)
class LaterSessionsMoved(Event):
    """A coordinator moved a session and the later ones of its series; so many changed, each by so many days."""

    type: ClassVar = "series.later_sessions_moved"
    sentence: ClassVar = _("A coordinator moved {sessions} sessions of a series together")
    sessions: int
    days: int


@dataclass(frozen=True, kw_only=True)
class LaterSessionsCancelled(Event):
    """A coordinator cancelled a session and the later ones of its series, with one reason."""

    type: ClassVar = "series.later_sessions_cancelled"
    sentence: ClassVar = _("A coordinator cancelled {sessions} sessions of a series together")
    sessions: int
