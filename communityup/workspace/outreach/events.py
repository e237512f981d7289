"""What can happen around who is missing and who joins."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class PerspectiveNamed(Event):
    """Somebody named a perspective that nobody at the table has yet."""

    type: ClassVar = "outreach.perspective_named"
    sentence: ClassVar = _("A perspective was named that is missing")


@dataclass(frozen=True, kw_only=True)
class PerspectiveHeard(Event):
    """A perspective that was missing has a voice here now."""

    type: ClassVar = "outreach.perspective_heard"
    sentence: ClassVar = _("A perspective that was missing has a voice now")


@dataclass(frozen=True, kw_only=True)
class PerspectiveMissing(Event):
    """A perspective that had a voice here is missing again."""

    type: ClassVar = "outreach.perspective_missing"
    sentence: ClassVar = _("A perspective is missing again")


@dataclass(frozen=True, kw_only=True)
class ReachedOut(Event):
    """Somebody reached out for a perspective that is missing."""

    type: ClassVar = "outreach.reached_out"
    sentence: ClassVar = _("Somebody reached out for a perspective that is missing")
    day: str


@dataclass(frozen=True, kw_only=True)
class OutreachResultTold(Event):
    """Somebody told what came of reaching out."""

    type: ClassVar = "outreach.result_told"
    sentence: ClassVar = _("It was told what came of reaching out")


@dataclass(frozen=True, kw_only=True)
class AskedToJoin(Event):
    """A party asked to take part; the parties that do are asked now."""

    type: ClassVar = "outreach.asked_to_join"
    sentence: ClassVar = _("{party} asks to take part; the parties are asked whether they agree")
    known_by_commit: str


@dataclass(frozen=True, kw_only=True)
class NewcomerExplained(Event):
    """A party that asks to take part told anew for whom it speaks; the parties answer anew."""

    type: ClassVar = "outreach.newcomer_explained"
    sentence: ClassVar = _("{party} told for whom it speaks and how it knows; the parties answer anew")
    known_by_commit: str


@dataclass(frozen=True, kw_only=True)
class AskingTakenBack(Event):
    """A party no longer asks to take part."""

    type: ClassVar = "outreach.asking_taken_back"
    sentence: ClassVar = _("{party} no longer asks to take part")


@dataclass(frozen=True, kw_only=True)
class SpokenFromChair(Event):
    """A party that is not let in yet said from the open chair what the others should know."""

    type: ClassVar = "outreach.spoken_from_chair"
    sentence: ClassVar = _("{party} spoke from the open chair")


@dataclass(frozen=True, kw_only=True)
class LookedForExclusion(Event):
    """Who guards the process looked whether a party is shut out, and said what they saw."""

    type: ClassVar = "outreach.looked_for_exclusion"
    sentence: ClassVar = _("Who guards the process looked whether somebody is shut out")


@dataclass(frozen=True, kw_only=True)
class PartyJoined(Event):
    """The last party agreed that one more takes part."""

    type: ClassVar = "outreach.party_joined"
    sentence: ClassVar = _("With the yes of {party} all parties agreed: one more party takes part")
