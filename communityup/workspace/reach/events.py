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
class ForwardTakenBack(Event):
    """Somebody of an invited party took back that the invitation was passed on, before anybody answered it."""

    type: ClassVar = "reach.forward_taken_back"
    sentence: ClassVar = _("{party} took back that the invitation was passed on, and answers itself")


@dataclass(frozen=True, kw_only=True)
class PartyInvitationTakenBack(Event):
    """The party that invited another took that back before an answer came; who was invited hears it by letter."""

    type: ClassVar = "reach.party_invitation_taken_back"
    sentence: ClassVar = _("{party} took the invitation of a party back, before it answered")


@dataclass(frozen=True, kw_only=True)
class NewInvitationAsked(Event):
    """Somebody whose invitation was too old asked for a new one."""

    type: ClassVar = "reach.new_invitation_asked"
    sentence: ClassVar = _("Somebody invited for {party} asks for a new invitation, because the old one is too old")


@dataclass(frozen=True, kw_only=True)
class InvitationReminded(Event):
    """An invited party got its one reminder, before the day around which an answer is expected."""

    type: ClassVar = "reach.invitation_reminded"
    sentence: ClassVar = _("{party} got one reminder of the invitation; an answer is expected around {respond_by}")
    respond_by: str


@dataclass(frozen=True, kw_only=True)
class ShortAddressMade(Event):
    """A party made a short address of the challenge, to print and to say aloud."""

    type: ClassVar = "reach.short_address_made"
    sentence: ClassVar = _("{party} made a short address of this challenge; it works until {last_day}")
    last_day: str


@dataclass(frozen=True, kw_only=True)
class ShortAddressTakenBack(Event):
    """A party took the short address back: it leads nowhere any more."""

    type: ClassVar = "reach.short_address_taken_back"
    sentence: ClassVar = _("{party} took the short address of this challenge back")


@dataclass(frozen=True, kw_only=True)
class ContactTold(Event):
    """Somebody can be asked for a party from now on, by their own act; name and address stand nowhere in the log."""

    type: ClassVar = "reach.contact_told"
    sentence: ClassVar = _("For {party} somebody can be asked about this challenge")


@dataclass(frozen=True, kw_only=True)
class ContactGone(Event):
    """Nobody can be asked for a party any more; what was kept of them is gone."""

    type: ClassVar = "reach.contact_gone"
    sentence: ClassVar = _("The contact of {party} was taken away")
