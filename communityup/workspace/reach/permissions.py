"""Who may pass an invitation on, and how often. The same for every kind of party (E4)."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.people.models import normalised
from communityup.workspace.challenges.models import Challenge, Invitation, Party, Seat
from communityup.workspace.challenges.permissions import (
    RESPONSE_DAYS,
    any_place,
    own_place,
    own_seat,
    refuse_answered,
    refuse_known_address,
    seat_of,
    takes_part,
)
from communityup.workspace.reach.models import Contact

# Of one party in six weeks: the right colleague is found by then, and nobody sends a chain of letters (R32).
MOST_FORWARDED = 5
# Tries to pass one invitation on in a quarter of an hour: more than anybody needs, too few to look for who takes part.
TRIES = 10


def refuse_forwarding(invitation: Invitation, by: Actor) -> None:
    """Raise Refused or NotAllowed when this invitation cannot be passed on, or not by this person.

    Who takes part for another party holds the link by chance: no other party leads an invitation elsewhere (E5).
    """
    party = invitation.party
    refuse_other_party(invitation, by)
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


def refuse_other_party(invitation: Invitation, by: Actor) -> None:
    """Raise NotAllowed for who takes part for another party, and holds the link by chance."""
    party = invitation.party
    seat = None if by.person is None else seat_of(party.challenge, by.person)
    if seat is not None and seat.party_id != party.pk:
        raise NotAllowed(
            _("You take part for %(party)s. Only people of %(invited)s pass this invitation on.")
            % {"party": seat.party, "invited": party}
        )


def refuse_receiver(invitation: Invitation, email: str, by: Actor) -> None:
    """Raise Refused for an address that has this invitation, is one's own, or belongs to who takes part already.

    Who is not signed in is not told whether somebody takes part or is invited.
    """
    if normalised(email) in {invitation.email, by.person.email if by.person else None}:
        raise Refused(_("You have this invitation yourself. Fill in the address of somebody else."))
    try:
        refuse_known_address(invitation.party.challenge, email)
    except Refused:
        if by.person is None:
            raise Refused(_("It cannot be passed on to this address. Fill in another one.")) from None
        raise


def refuse_closed(challenge: Challenge) -> None:
    """Raise Refused while only invited parties see a challenge: then nothing of it is handed out (R20)."""
    if challenge.public_at is None:
        raise Refused(_("Only who is invited sees this challenge. First let everybody read along, then share it."))


def refuse_copying(challenge: Challenge, by: Actor) -> None:
    """Raise NotAllowed for who only holds an invitation to a closed challenge, Refused while its rules lie aside."""
    if challenge.public_at is None and not takes_part(challenge, by.account):
        raise NotAllowed(_("First take part in this challenge. Then you can begin one with the same set-up."))
    if challenge.rules_text is not None and not challenge.rules_text.readable:
        raise Refused(_("The working agreement of this challenge cannot be read now, so it cannot be taken over."))


def throwers_seat(challenge: Challenge, by: Actor) -> Seat:
    """Return the place of who may throw a practice challenge away: at the table of any party (E23).

    Nothing there has consequences, and the start gives no right. What is no practice can never be thrown away.
    """
    seat = own_seat(challenge, by)
    if not challenge.practice:
        raise Refused(_("This is no practice challenge. What happened here stays."))
    return seat


def contacts_seat(challenge: Challenge, by: Actor) -> Seat:
    """Return the place from which somebody can be the contact of their party, with an account; one for each party."""
    seat, person = own_place(challenge, by), by.account
    other = Contact.objects.filter(party=seat.party_id).exclude(seat__person=person).first()
    if other is not None:
        raise Refused(_("%(name)s is the contact of your party. Take that away first.") % {"name": other})
    return seat


def refuse_stopping(challenge: Challenge, contact: Contact, by: Actor) -> None:
    """Raise NotAllowed for who is of another party: a contact goes by their own act or that of their own party."""
    if any_place(challenge, by).party_id != contact.party_id:
        raise NotAllowed(_("Only people of this party can take its contact away."))
