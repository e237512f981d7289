"""What can happen to a slip of the pen."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class SlipCorrected(Event):
    """A party corrected a slip of the pen; `thing` is the random id of what the words are of."""

    type: ClassVar = "corrections.slip_corrected"
    sentence: ClassVar = _(
        "{party} corrected a slip of the pen; answers stay, unless somebody protests within 48 hours"
    )
    thing: str


@dataclass(frozen=True, kw_only=True)
class CorrectionUndone(Event):
    """A party protested in time: the words of before are back, and the reason is sealed with them."""

    type: ClassVar = "corrections.correction_undone"
    sentence: ClassVar = _("{party} protested against a correction, so the words of before are back")
    thing: str
    reason_commit: str
