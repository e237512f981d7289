"""What can happen between a challenge and its parts."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class SplitOff(Event):
    """A party split a part off from another challenge: it starts here, visible to who is invited (R20).

    It stands in the log of the part alone, and does not name the whole: neither tells outsiders of the other.
    """

    type: ClassVar = "subchallenges.split_off"
    sentence: ClassVar = _("{party} split this challenge off from another one")
