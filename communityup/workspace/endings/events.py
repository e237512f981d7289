"""What can happen when parties close a challenge or open it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event
from communityup.workspace.endings.models import Outcome

OUTCOMES: Mapping[str, str | Promise] = dict(Outcome.choices)


@dataclass(frozen=True, kw_only=True)
class ClosingProposed(Event):
    """A party asked all parties to close the challenge; the reason is sealed with it."""

    type: ClassVar = "endings.closing_proposed"
    sentence: ClassVar = _("{party} asked all parties to close the challenge: {outcome}")
    labels: ClassVar[Mapping[str, str | Promise]] = OUTCOMES
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ChallengeClosed(Event):
    """The last party agreed: the challenge is closed. So many questions and rounds ended, so many agreements go on."""

    type: ClassVar = "endings.challenge_closed"
    sentence: ClassVar = _("With the yes of {party} all parties closed the challenge: {outcome}")
    labels: ClassVar[Mapping[str, str | Promise]] = OUTCOMES
    outcome: str
    questions: int
    rounds: int
    agreements: int


@dataclass(frozen=True, kw_only=True)
class ReopeningProposed(Event):
    """A party asked all parties to open the challenge again; the reason is sealed with it."""

    type: ClassVar = "endings.reopening_proposed"
    sentence: ClassVar = _("{party} asked all parties to open the challenge again")


@dataclass(frozen=True, kw_only=True)
class ChallengeReopened(Event):
    """The last party agreed: the challenge is open again, in the phase it was in."""

    type: ClassVar = "endings.challenge_reopened"
    sentence: ClassVar = _("With the yes of {party} all parties opened the challenge again")
    phase: str
