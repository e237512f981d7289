"""What can happen in a dialogue. A private answer has no line of its own: opening, releases and closing have."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Event):
    """A round of the dialogue opened with its question (`commit`) and its rules, before the first answer."""

    type: ClassVar = "dialogue.round_opened"
    sentence: ClassVar = _("Round {number} of the dialogue opened")
    number: int
    rules: str
    open_data: int


@dataclass(frozen=True, kw_only=True)
class OwnNameJoined(Event):
    """Somebody takes part without a party (R14); the line does not say who."""

    type: ClassVar = "dialogue.own_name_joined"
    sentence: ClassVar = _("Somebody takes part in their own name")


@dataclass(frozen=True, kw_only=True)
class ThoughtShared(Event):
    """Somebody shared a thought; `built_on` is the thought it builds on. Whose it is, the line never says (R12).

    `place_commit` is the commitment of the words for where it is, if any.
    """

    type: ClassVar = "dialogue.thought_shared"
    sentence: ClassVar = _("Somebody shared a thought")
    built_on: str | None = None
    place_commit: str | None = None


@dataclass(frozen=True, kw_only=True)
class ThoughtResembled(Event):
    """Somebody shared a thought that says nearly the same as another in this round: they are answered as one (X3).

    Like any thought it names nobody; who keeps the process hears of it. The other facts are those of a shared thought.
    """

    type: ClassVar = "dialogue.thought_resembled"
    sentence: ClassVar = _("Somebody shared a thought that says nearly the same as another")
    built_on: str | None = None
    place_commit: str | None = None


@dataclass(frozen=True, kw_only=True)
class PartyAnswered(Event):
    """A small party gave its one open answer to a thought (R6)."""

    type: ClassVar = "dialogue.party_answered"
    sentence: ClassVar = _("{party} gave its answer to a thought together")
    answer: int


@dataclass(frozen=True, kw_only=True)
class TurnPassed(Event):
    """Somebody passed their turn in a round in which everyone speaks once before anyone twice."""

    type: ClassVar = "dialogue.turn_passed"
    sentence: ClassVar = _("Somebody of {party} passed this turn")


@dataclass(frozen=True, kw_only=True)
class RoundEndSet(Event):
    """A party set the day on which a round closes by itself."""

    type: ClassVar = "dialogue.round_end_set"
    sentence: ClassVar = _("{party} set the end of the round: {ends_on}")
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class RoundClosed(Event):
    """A round closed. That decides nothing. `root` is over the shuffled, salted rows of all answers."""

    type: ClassVar = "dialogue.round_closed"
    sentence: ClassVar = _("Round {number} of the dialogue closed, with {answers} answers")
    number: int
    answers: int
    root: str
