"""What can happen when parties look whether they are ready. Who answers what is no event: answers are sealed."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class RoundOpened(Event):
    """Everybody was asked (one party alone in a stream of its own); `questions` is the hash of what is asked."""

    type: ClassVar = "readiness.round_opened"
    sentence: ClassVar = _("The question was asked: are we ready? (round {number})")
    number: int
    questions: str


@dataclass(frozen=True, kw_only=True)
class PartyAnswered(Event):
    """A party answered openly, in its own name."""

    type: ClassVar = "readiness.party_answered"
    sentence: ClassVar = _("{party} answered in its own name whether we are ready")


@dataclass(frozen=True, kw_only=True)
class AnswerTakenBack(Event):
    """A party took the answer in its own name back, before the round closed."""

    type: ClassVar = "readiness.answer_taken_back"
    sentence: ClassVar = _("{party} took back the answer in its own name")


@dataclass(frozen=True, kw_only=True)
class RoundClosed(Event):
    """The answers were sealed; `root` is over the shuffled, salted rows, of which everybody who was asked has some."""

    type: ClassVar = "readiness.round_closed"
    sentence: ClassVar = _("The answers about being ready were sealed, and what may be shown of them is there")
    rows: int
    root: str


@dataclass(frozen=True, kw_only=True)
class WordsTakenBack(Event):
    """Somebody took words back before everybody read them."""

    type: ClassVar = "readiness.words_taken_back"
    sentence: ClassVar = _("Somebody took their own words back before they went to everybody")


@dataclass(frozen=True, kw_only=True)
class WordsShared(Event):
    """What was said in people's own words went to everybody at the same moment."""

    type: ClassVar = "readiness.words_shared"
    sentence: ClassVar = _("What people said in their own words about being ready went to everybody ({number})")
    number: int


@dataclass(frozen=True, kw_only=True)
class OutcomeTold(Event):
    """A party said how it stands; which way stands in no line (B35)."""

    type: ClassVar = "readiness.outcome_told"
    sentence: ClassVar = _("{party} said what it makes of the round about being ready")


@dataclass(frozen=True, kw_only=True)
class StepTold(Event):
    """A party said what it will do because of a round."""

    type: ClassVar = "readiness.step_told"
    sentence: ClassVar = _("{party} said what it will do because of the round about being ready")


@dataclass(frozen=True, kw_only=True)
class RoundEnded(Event):
    """A round ended in one step or more, or deliberately in none; the reason for that is sealed with the line."""

    type: ClassVar = "readiness.round_ended"
    sentence: ClassVar = _("The round about being ready ended (steps: {steps})")
    steps: int
    outcome: str
