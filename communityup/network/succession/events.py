"""What can happen when nobody coordinates a network."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class CandidateOffered(Event):
    """Somebody of a member offered to coordinate."""

    type: ClassVar = "succession.candidate_offered"
    sentence: ClassVar = _("Somebody of a member offered to coordinate this network")


@dataclass(frozen=True, kw_only=True)
class CandidateWithdrew(Event):
    """Who offered to coordinate took that back."""

    type: ClassVar = "succession.candidate_withdrew"
    sentence: ClassVar = _("Somebody who offered to coordinate this network took that back")


@dataclass(frozen=True, kw_only=True)
class SupportChanged(Event):
    """A member, `member`, said yes to somebody of another one as coordinator, or took that back."""

    type: ClassVar = "succession.support_changed"
    sentence: ClassVar = _("A member answered who offers to coordinate this network: {answer}")
    labels: ClassVar = {"yes": _("yes"), "no": _("the yes is taken back")}
    answer: str
    member: str


@dataclass(frozen=True, kw_only=True)
class CoordinatorChosen(Event):
    """Members chose who coordinates; `coordinator` is that task, and the object is the offer."""

    type: ClassVar = "succession.coordinator_chosen"
    sentence: ClassVar = _("Members chose somebody of them as coordinator of this network")
    coordinator: str
