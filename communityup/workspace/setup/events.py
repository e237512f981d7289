"""What can happen to the way a challenge is set up."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class ModuleSwitchedOff(Event):
    """The last party agreed: this part of the platform is off here. What was written in it stays readable."""

    type: ClassVar = "setup.module_switched_off"
    sentence: ClassVar = _("With the yes of {party} all parties agreed to switch a part off")
    module: str


@dataclass(frozen=True, kw_only=True)
class ModuleSwitchedOn(Event):
    """The last party agreed: this part of the platform is on again."""

    type: ClassVar = "setup.module_switched_on"
    sentence: ClassVar = _("With the yes of {party} all parties agreed to switch a part on again")
    module: str


@dataclass(frozen=True, kw_only=True)
class PartSkipped(Event):
    """The last party agreed: this part of starting together is no longer offered."""

    type: ClassVar = "setup.part_skipped"
    sentence: ClassVar = _("With the yes of {party} all parties agreed to skip a part of the start")
    part: str


@dataclass(frozen=True, kw_only=True)
class PartTakenUp(Event):
    """A party took up a part of the start that was skipped: it is offered again."""

    type: ClassVar = "setup.part_taken_up"
    sentence: ClassVar = _("{party} took up a part of the start that was skipped")
    part: str
