"""What can happen to thoughts that say nearly the same."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class ThoughtSetApart(Event):
    """Who guards the process found that a thought says something else: it is answered and counted by itself (X3)."""

    type: ClassVar = "echoes.thought_set_apart"
    sentence: ClassVar = _("{party} let a thought be answered by itself, because it says something else")


@dataclass(frozen=True, kw_only=True)
class ThoughtTakenTogether(Event):
    """One of those who set a thought apart took that back within a day: it is answered with the other again (X3)."""

    type: ClassVar = "echoes.thought_taken_together"
    sentence: ClassVar = _("{party} took back that a thought says something else; it is answered with the other again")
