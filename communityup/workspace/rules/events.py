"""What can happen to the working agreement."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class RulesProposed(Event):
    """A party proposed a new version of the working agreement; all parties are asked."""

    type: ClassVar = "rules.rules_proposed"
    version: ClassVar = 2
    sentence: ClassVar = _("{party} proposed version {number} of the working agreement")
    number: int
    steps_back: int
    silent_days: int
    reading_days: int


@dataclass(frozen=True, kw_only=True)
class RulesAgreed(Event):
    """The last party agreed to a new version; it counts from a day on that is not in the past."""

    type: ClassVar = "rules.rules_agreed"
    sentence: ClassVar = _(
        "With the yes of {party} all parties agreed to version {number} of the working agreement, from {applies_from}"
    )
    number: int
    applies_from: str


@dataclass(frozen=True, kw_only=True)
class RulesCameIntoForce(Event):
    """The day came from which an agreed version counts."""

    type: ClassVar = "rules.rules_came_into_force"
    sentence: ClassVar = _("From now on version {number} of the working agreement counts")
    number: int


@dataclass(frozen=True, kw_only=True)
class RulesAccepted(Event):
    """A person at the table accepted the working agreement: the place counts from now on."""

    type: ClassVar = "rules.rules_accepted"
    sentence: ClassVar = _("A person of {party} accepted version {number} of the working agreement")
    number: int
