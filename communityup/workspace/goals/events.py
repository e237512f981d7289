"""What can happen with interests and shared goals."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class InterestAdded(Event):
    """A party wrote down an interest of its own."""

    type: ClassVar = "goals.interest_added"
    sentence: ClassVar = _("{party} added an interest")


@dataclass(frozen=True, kw_only=True)
class InterestChanged(Event):
    """A party put an interest of its own in other words; the earlier version stays."""

    type: ClassVar = "goals.interest_changed"
    sentence: ClassVar = _("{party} changed the words of an interest of its own")


@dataclass(frozen=True, kw_only=True)
class InterestWithdrawn(Event):
    """A party took an interest of its own back; a tombstone stays."""

    type: ClassVar = "goals.interest_withdrawn"
    sentence: ClassVar = _("{party} took back an interest of its own")


@dataclass(frozen=True, kw_only=True)
class InterestRelated(Event):
    """A party said what a goal does to an interest of its own: helps, strains or none."""

    type: ClassVar = "goals.interest_related"
    sentence: ClassVar = _("{party} said what a goal does to an interest of its own")
    goal: str
    effect: str


@dataclass(frozen=True, kw_only=True)
class InterestHorizonTold(Event):
    """A party said how far an interest of its own looks ahead, and perhaps who speaks for the long term."""

    type: ClassVar = "goals.interest_horizon_told"
    sentence: ClassVar = _("{party} said how far ahead an interest of its own looks")
    horizon: str
    voice_commit: str | None


@dataclass(frozen=True, kw_only=True)
class InterestAskedOn(Event):
    """A party asked another what lies behind an interest."""

    type: ClassVar = "goals.interest_asked_on"
    sentence: ClassVar = _("{party} asked what lies behind an interest of another party")


@dataclass(frozen=True, kw_only=True)
class InterestAskedOnByKeeper(Event):
    """Somebody who keeps the process asked a party what lies behind an interest."""

    type: ClassVar = "goals.interest_asked_on_by_keeper"
    sentence: ClassVar = _("Somebody who keeps the process asked what lies behind an interest")


@dataclass(frozen=True, kw_only=True)
class InterestQuestionAnswered(Event):
    """A party told what lies behind an interest of its own."""

    type: ClassVar = "goals.interest_question_answered"
    sentence: ClassVar = _("{party} told what lies behind an interest of its own")


@dataclass(frozen=True, kw_only=True)
class GoalProposed(Event):
    """A party proposed a shared goal; with that it agrees to it itself. It rests on so many facts and documents."""

    type: ClassVar = "goals.goal_proposed"
    version: ClassVar = 2
    sentence: ClassVar = _("{party} proposed a shared goal")
    rests_on: int = 0


@dataclass(frozen=True, kw_only=True)
class GoalAgreed(Event):
    """A party agreed to a goal; others have not answered yet, or the goal was shared before this party came."""

    type: ClassVar = "goals.goal_agreed"
    sentence: ClassVar = _("{party} agrees to a goal")


@dataclass(frozen=True, kw_only=True)
class GoalShared(Event):
    """The last party agreed: from now on the goal is shared and in view on every page."""

    type: ClassVar = "goals.goal_shared"
    sentence: ClassVar = _("{party} agrees to a goal, and with that all parties share it")


@dataclass(frozen=True, kw_only=True)
class GoalNotYet(Event):
    """A party does not agree to a goal yet, with its reason."""

    type: ClassVar = "goals.goal_not_yet"
    sentence: ClassVar = _("{party} does not agree to a goal yet, and says why")


@dataclass(frozen=True, kw_only=True)
class GoalWithdrawn(Event):
    """The party that proposed a goal took the proposal back."""

    type: ClassVar = "goals.goal_withdrawn"
    sentence: ClassVar = _("{party} took back its proposal for a goal")


@dataclass(frozen=True, kw_only=True)
class RetirementAsked(Event):
    """A party asks all parties to let a shared goal go, with its reason; with that it agrees itself."""

    type: ClassVar = "goals.retirement_asked"
    sentence: ClassVar = _("{party} asks to let a shared goal go, and says why")


@dataclass(frozen=True, kw_only=True)
class RetirementAgreed(Event):
    """A party agrees to let a goal go; others have not answered yet."""

    type: ClassVar = "goals.retirement_agreed"
    sentence: ClassVar = _("{party} agrees to let a goal go")


@dataclass(frozen=True, kw_only=True)
class RetirementNotYet(Event):
    """A party does not want to let a goal go yet, with its reason."""

    type: ClassVar = "goals.retirement_not_yet"
    sentence: ClassVar = _("{party} does not want to let a goal go yet, and says why")


@dataclass(frozen=True, kw_only=True)
class RetirementWithdrawn(Event):
    """The party that asked to let a goal go took the question back; the goal stays shared."""

    type: ClassVar = "goals.retirement_withdrawn"
    sentence: ClassVar = _("{party} took back its question to let a goal go")


@dataclass(frozen=True, kw_only=True)
class GoalRetired(Event):
    """The last party agreed to let a goal go; it is no longer in view."""

    type: ClassVar = "goals.goal_retired"
    sentence: ClassVar = _("{party} agrees to let a goal go, and with that all parties let it go")
