"""What can happen: a message goes to who registered for a session. No line tells to whom, or how many there are."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class MessageSent(Event):
    """A coordinator mailed who registered for a session; its words are for them alone."""

    type: ClassVar = "circulars.message_sent"
    sentence: ClassVar = _("A coordinator mailed who registered for a session")
