"""What can happen to figures: they are released."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class FiguresReleased(Event):
    """New figures of a round were published; `root` is over the shuffled, salted rows of all answers counted."""

    type: ClassVar = "releases.figures_released"
    sentence: ClassVar = _("New figures of the dialogue were published (release {number})")
    number: int
    answers: int
    root: str
