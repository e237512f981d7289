"""What can happen to formal decisions."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class DecisionRecorded(Event):
    """The clerk recorded what a competent body decided, as the table or apart from it."""

    type: ClassVar = "formal.decision_recorded"
    sentence: ClassVar = _("The clerk recorded a formal decision of {day}")
    body: str
    beside: str
    day: str


@dataclass(frozen=True, kw_only=True)
class OtherwiseDecided(Event):
    """The clerk recorded that a competent body decided otherwise than the table, with the reason in public."""

    type: ClassVar = "formal.otherwise_decided"
    sentence: ClassVar = _(
        "The clerk recorded a formal decision of {day}: otherwise than the table, with the reason. Every party can "
        "take a step back"
    )
    body: str
    day: str
    reason_commit: str


@dataclass(frozen=True, kw_only=True)
class OtherwiseDecidedAfterClosing(Event):
    """The clerk recorded, after all parties closed the challenge, that a competent body decided otherwise."""

    type: ClassVar = "formal.otherwise_decided_after_closing"
    sentence: ClassVar = _(
        "The clerk recorded a formal decision of {day}: otherwise than the table, with the reason. All parties "
        "together can open the challenge again"
    )
    body: str
    day: str
    reason_commit: str


@dataclass(frozen=True, kw_only=True)
class DecisionCorrected(Event):
    """The clerk corrected the record of a formal decision; the record before stays readable beside it."""

    type: ClassVar = "formal.decision_corrected"
    sentence: ClassVar = _(
        "The clerk corrected the record of a formal decision of {day}; the one before stays readable"
    )
    body: str
    beside: str
    day: str
    replaces: str
    reason_commit: str | None
