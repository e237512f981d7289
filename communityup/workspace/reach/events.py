"""What can happen when people are reached."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class InvitationForwarded(Event):
    """Somebody of an invited party passed the invitation on to a colleague; the address stands nowhere in the log."""

    type: ClassVar = "reach.invitation_forwarded"
    sentence: ClassVar = _("{party} passed the invitation on to somebody else of its own")


@dataclass(frozen=True, kw_only=True)
class InvitationReminded(Event):
    """An invited party got its one reminder, before the day around which an answer is expected."""

    type: ClassVar = "reach.invitation_reminded"
    sentence: ClassVar = _("{party} got one reminder of the invitation; an answer is expected around {respond_by}")
    respond_by: str
