"""What can happen before a practice is read over."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class ReadingTaken(Event):
    """A member, `reader`, takes it on to read a practice of others over."""

    type: ClassVar = "reviews.reading_taken"
    sentence: ClassVar = _("A member takes it on to read a practice over")
    reader: str


@dataclass(frozen=True, kw_only=True)
class ReadingLeft(Event):
    """A member, `reader`, leaves reading a practice over to the others after all."""

    type: ClassVar = "reviews.reading_left"
    sentence: ClassVar = _("A member leaves reading a practice over to the others")
    reader: str
