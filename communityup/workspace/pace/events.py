"""What can happen to the pace of a challenge."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class StepBackCalled(Event):
    """A party called a step back: from now on the clock stands still."""

    type: ClassVar = "pace.step_back_called"
    sentence: ClassVar = _("{party} asked for a step back; the clock stands still")


@dataclass(frozen=True, kw_only=True)
class StepBackRequested(Event):
    """A party asked for one more step back than the rules say; somebody of another party looks at it first."""

    type: ClassVar = "pace.step_back_requested"
    sentence: ClassVar = _("{party} asked for one more step back than agreed; another party looks at it first")


@dataclass(frozen=True, kw_only=True)
class StepBackAllowed(Event):
    """Somebody of another party who keeps the process agreed with a requested step back: the clock stands still."""

    type: ClassVar = "pace.step_back_allowed"
    sentence: ClassVar = _("{party} agreed with the step back that was asked for; the clock stands still")


@dataclass(frozen=True, kw_only=True)
class StepBackWithdrawn(Event):
    """A party took its request for a step back back."""

    type: ClassVar = "pace.step_back_withdrawn"
    sentence: ClassVar = _("{party} took back its request for a step back")


@dataclass(frozen=True, kw_only=True)
class CriticalMomentTold(Event):
    """A party told how it saw the moment that led to a step back."""

    type: ClassVar = "pace.critical_moment_told"
    sentence: ClassVar = _("{party} told how it saw the moment that led to the step back")


@dataclass(frozen=True, kw_only=True)
class GoingOnAsked(Event):
    """A step back lasted as long as agreed: all parties are asked whether they go on."""

    type: ClassVar = "pace.going_on_asked"
    sentence: ClassVar = _("The agreed time of the step back is over; all parties are asked to go on")


@dataclass(frozen=True, kw_only=True)
class NotYetAskedAnew(Event):
    """A "not yet" to going on stood as long as agreed: its party is asked anew; each yes stays."""

    type: ClassVar = "pace.not_yet_asked_anew"
    sentence: ClassVar = _('The agreed time is over: who said "not yet" to going on is asked anew')


@dataclass(frozen=True, kw_only=True)
class WentOn(Event):
    """The last party agreed to go on: the clock runs again."""

    type: ClassVar = "pace.went_on"
    sentence: ClassVar = _("With the yes of {party} all parties agreed to go on; the clock runs again")


@dataclass(frozen=True, kw_only=True)
class PaceSignalled(Event):
    """Somebody said that the pace does not fit; who said so stands nowhere."""

    type: ClassVar = "pace.pace_signalled"
    sentence: ClassVar = _("Somebody said that the pace does not fit")
    signal: str


@dataclass(frozen=True, kw_only=True)
class PaceSignalAnswered(Event):
    """Who keeps the process answered a signal about the pace."""

    type: ClassVar = "pace.pace_signal_answered"
    sentence: ClassVar = _("A signal about the pace was answered")


@dataclass(frozen=True, kw_only=True)
class OutsideDateTold(Event):
    """A party told of a date that was set from outside."""

    type: ClassVar = "pace.outside_date_told"
    sentence: ClassVar = _("{party} told of a date from outside: {day}")
    day: str
    origin_commit: str


@dataclass(frozen=True, kw_only=True)
class OutsideDateMoved(Event):
    """A party told that a date from outside moved, and who moved it."""

    type: ClassVar = "pace.outside_date_moved"
    sentence: ClassVar = _("{party} told that a date from outside moved from {earlier} to {day}")
    earlier: str
    day: str
    origin_commit: str


@dataclass(frozen=True, kw_only=True)
class OutsideDateGone(Event):
    """A party told that a date from outside no longer counts."""

    type: ClassVar = "pace.outside_date_gone"
    sentence: ClassVar = _("{party} told that a date from outside no longer counts: {day}")
    day: str
