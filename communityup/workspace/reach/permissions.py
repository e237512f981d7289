"""Who may pass an invitation on, and how often. The same for every kind of party (E4)."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.people.models import normalised
from communityup.workspace.challenges.models import Invitation, Party
from communityup.workspace.challenges.permissions import RESPONSE_DAYS, refuse_answered, refuse_known_address, seat_of

# Of one party in six weeks: the right colleague is found by then, and nobody sends a chain of letters (R32).
MOST_FORWARDED = 5


def refuse_forwarding(invitation: Invitation, by: Actor) -> None:
    """Raise Refused or NotAllowed when this invitation cannot be passed on, or not by this person.

    Who takes part for another party holds the link by chance: no other party leads an invitation elsewhere (E5).
    """
    party, person = invitation.party, by.account
    seat = seat_of(party.challenge, person)
    if seat is not None and seat.party_id != party.pk:
        raise NotAllowed(
            _("You take part for %(party)s. Only people of %(invited)s pass this invitation on.")
            % {"party": seat.party, "invited": party}
        )
    if party.state == Party.State.ACTIVE:
        raise Refused(_("This party already takes part. You do not have to do anything."))
    refuse_answered(invitation)
    since = timezone.now() - timedelta(days=RESPONSE_DAYS)
    passed_on = party.invitations.filter(answer=Invitation.Answer.FORWARDED, answered_at__gt=since)
    if passed_on.count() >= MOST_FORWARDED:
        raise Refused(
            _("This invitation was passed on %(most)s times. Answer it, or ask who invited you to send it elsewhere.")
            % {"most": MOST_FORWARDED}
        )


def refuse_receiver(invitation: Invitation, email: str, by: Actor) -> None:
    """Raise Refused for an address that has this invitation, is one's own, or belongs to who takes part already."""
    if normalised(email) in {invitation.email, by.account.email}:
        raise Refused(_("You have this invitation yourself. Fill in the address of somebody else."))
    refuse_known_address(invitation.party.challenge, email)
