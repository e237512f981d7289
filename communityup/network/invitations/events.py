"""What can happen to invitations to closed sessions. No line tells who, to what, or when it is."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class PeopleInvited(Event):
    """A coordinator invited people to a closed session; `batch` is those of this one time."""

    type: ClassVar = "invitations.people_invited"
    sentence: ClassVar = _("A coordinator invited people to a closed session")
    batch: str


@dataclass(frozen=True, kw_only=True)
class InvitationTakenBack(Event):
    """A coordinator took an invitation to a closed session back, and with it the place."""

    type: ClassVar = "invitations.taken_back"
    sentence: ClassVar = _("A coordinator took back an invitation to a closed session")
