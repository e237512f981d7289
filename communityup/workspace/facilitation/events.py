"""What can happen around guarding the process."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class StepAsked(Event):
    """Somebody who keeps the process began a step that needs two; nothing changes before the second yes."""

    type: ClassVar = "facilitation.step_asked"
    sentence: ClassVar = _("A step in the process was prepared; it waits for the second yes")
    step: str


@dataclass(frozen=True, kw_only=True)
class StepConfirmed(Event):
    """Somebody said yes to a step that still waits for another, because who keeps the process changed meanwhile."""

    type: ClassVar = "facilitation.step_confirmed"
    sentence: ClassVar = _("A step in the process got a yes; it waits for one more")
    step: str


@dataclass(frozen=True, kw_only=True)
class StepTakenBack(Event):
    """Who keeps the process took a waiting step back: nothing changed."""

    type: ClassVar = "facilitation.step_taken_back"
    sentence: ClassVar = _("A step in the process that waited was taken back")
    step: str


@dataclass(frozen=True, kw_only=True)
class StepLapsed(Event):
    """A waiting step got no second yes in time: nothing changed."""

    type: ClassVar = "facilitation.step_lapsed"
    sentence: ClassVar = _("A step in the process got no second yes in time; nothing changed")
    step: str
