"""What can happen to parallel tracks."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class TrackRegistered(Event):
    """A party told of another plan in the same place, that touches no goal as far as it knows."""

    type: ClassVar = "tracks.track_registered"
    sentence: ClassVar = _("{party} told of another plan that runs beside this challenge")
    track: str
    runs: str | None
    runner_commit: str | None
    period_commit: str | None


@dataclass(frozen=True, kw_only=True)
class OverlapRegistered(Event):
    """A party told of another plan that touches a goal: it is on the agenda of all parties from now on."""

    type: ClassVar = "tracks.overlap_registered"
    sentence: ClassVar = _("{party} told of another plan that touches our goals; it is on the agenda of everybody")
    track: str
    runs: str | None
    runner_commit: str | None
    period_commit: str | None
    item: str
    goals: int


@dataclass(frozen=True, kw_only=True)
class OverlapFound(Event):
    """A party saw that a plan which was told of before touches a goal too: that is on the agenda of all parties."""

    type: ClassVar = "tracks.overlap_found"
    sentence: ClassVar = _("{party} saw that another plan touches one of our goals too; it is on the agenda")
    goal: str
    item: str


@dataclass(frozen=True, kw_only=True)
class TrackReworded(Event):
    """The party that told of a plan told it in other words; the earlier ones stay readable."""

    type: ClassVar = "tracks.track_reworded"
    sentence: ClassVar = _("{party} told in other words of a plan that runs beside this challenge")
    period_commit: str | None


@dataclass(frozen=True, kw_only=True)
class FrictionRaised(Event):
    """A party said where another plan rubs; that is on the agenda of all parties."""

    type: ClassVar = "tracks.friction_raised"
    sentence: ClassVar = _("{party} said where another plan rubs; it is on the agenda of everybody")
    item: str


@dataclass(frozen=True, kw_only=True)
class FrictionTakenBack(Event):
    """A party took its friction back; its words are gone."""

    type: ClassVar = "tracks.friction_taken_back"
    sentence: ClassVar = _("{party} took back what it said about another plan")
    item: str


@dataclass(frozen=True, kw_only=True)
class ItemSettled(Event):
    """Somebody wrote down what came out of talking about another plan: it leaves the agenda."""

    type: ClassVar = "tracks.item_settled"
    sentence: ClassVar = _("It is written down what came out of talking about another plan; it leaves the agenda")
    item: str


@dataclass(frozen=True, kw_only=True)
class TrackEnded(Event):
    """A plan no longer runs beside this challenge, and what came of it is told."""

    type: ClassVar = "tracks.track_ended"
    sentence: ClassVar = _("{party} told that another plan no longer runs beside this challenge")
