"""Who may see a challenge, and who acts in it for which party. No kind of party appears here (E4)."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Invitation, Party, Phase, Seat

Viewer = Person | AnonymousUser
# Longer than the six weeks to answer, because silence is no refusal; not for ever, because addresses change hands.
INVITATION_DAYS = 90


def may_see(challenge: Challenge, person: Viewer) -> bool:
    """A public challenge is for everybody; before that only for its parties and those they invited (R20)."""
    if challenge.public_at is not None:
        return True
    if not isinstance(person, Person):
        return False
    return seat_of(challenge, person) is not None or is_invited(challenge, person)


def is_invited(challenge: Challenge, person: Person) -> bool:
    """Say whether an invitation to this challenge waits for the address of this person, and is not too old."""
    return Invitation.objects.filter(
        party__challenge=challenge, email=person.email, answer=Invitation.Answer.NONE, sent_at__gte=oldest_invitation()
    ).exists()


def oldest_invitation() -> datetime:
    """Return the moment from which on an invitation that was sent still opens the door."""
    return timezone.now() - timedelta(days=INVITATION_DAYS)


def seat_of(challenge: Challenge, person: Viewer) -> Seat | None:
    """Return the place this person has in this challenge, if any."""
    if not isinstance(person, Person):
        return None
    return Seat.objects.select_related("party").filter(challenge=challenge, person=person).first()


def own_seat(challenge: Challenge, by: Actor) -> Seat:
    """Return the place from which somebody acts; raises NotAllowed for who has none at a party that takes part."""
    seat = None if by.person is None else seat_of(challenge, by.person)
    if seat is None or seat.party.state != Party.State.ACTIVE:
        raise NotAllowed(_("Only people of a party that takes part in this challenge can do this."))
    return seat


def may_name_party(party: Party) -> bool:
    """A party changes its name and kind only in the lead-in, before others build on it."""
    return party.challenge.phase == Phase.LEAD_IN
