"""What can happen to files that go with a practice."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class FileAdded(Event):
    """A member added a file to a practice; `commit` is that of its title and SHA-256. Every voice is asked again."""

    type: ClassVar = "enclosures.file_added"
    sentence: ClassVar = _("A member added a file to a practice; who is in it is asked again")
    practice: str


@dataclass(frozen=True, kw_only=True)
class FileTakenAway(Event):
    """A member took a file away from a practice, bytes and all; from one that is published in all its editions."""

    type: ClassVar = "enclosures.file_taken_away"
    sentence: ClassVar = _("A member took a file of a practice away")
    practice: str
