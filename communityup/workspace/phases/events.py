"""What can happen to the phase of a challenge."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class ChangeProposed(Event):
    """All parties were asked to go to another phase; what is still open is told with it, and the reason sealed."""

    type: ClassVar = "phases.change_proposed"
    sentence: ClassVar = _("{party} asked all parties to go to another phase")
    before: str
    after: str
    still_open: int


@dataclass(frozen=True, kw_only=True)
class PhaseChanged(Event):
    """The last party agreed: the challenge is in another phase."""

    type: ClassVar = "phases.phase_changed"
    sentence: ClassVar = _("With the yes of {party} all parties agreed to go to another phase")
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class ReflectionTold(Event):
    """A party told what it takes along from the phase that ends."""

    type: ClassVar = "phases.reflection_told"
    sentence: ClassVar = _("{party} looked back on the phase")
