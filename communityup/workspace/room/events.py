"""What can happen to a challenge as a whole."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class OpenedToPublic(Event):
    """The last party agreed: from now on everybody may read along."""

    type: ClassVar = "room.opened_to_public"
    sentence: ClassVar = _("With the yes of {party} all parties agreed that everybody may read along")
