"""What can happen with the words of who left."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class WordsOpened(Event):
    """Somebody who left says that everybody may read what they said, also once the challenge is public."""

    type: ClassVar = "former.words_opened"
    sentence: ClassVar = _("Somebody who was of {party} lets everybody read what they said")


@dataclass(frozen=True, kw_only=True)
class WordsClosed(Event):
    """Somebody who left takes that back: everybody does not read it, from now on."""

    type: ClassVar = "former.words_closed"
    sentence: ClassVar = _("Somebody who was of {party} no longer lets everybody read what they said")
