"""Who names what is missing, who asks to join, and who looks whether somebody is shut out. No kind of party here."""

from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party, Phase, Reader, Ring, Seat
from communityup.workspace.challenges.permissions import (
    ENOUGH_FOR_CONSENT,
    PRESENT,
    guards,
    keeps_process,
    may_see,
    refuse_guard,
    seat_of,
    waiting_seat,
)
from communityup.workspace.facilitation.permissions import acts_as_facilitator
from communityup.workspace.outreach.models import Attempt, Newcomer


def reaches_out(challenge: Challenge, by: Actor) -> Party | None:
    """Return for which party somebody tells who is missing; None for who follows or guards the process.

    Raises NotAllowed for everybody else: observers read along, and strangers first follow.
    """
    if by.person is not None:
        seat = seat_of(challenge, by.person)
        if seat is not None and seat.party.state in PRESENT:
            return None if seat.ring == Ring.ASIDE else seat.party
        if guards(challenge, by.person, seat) or follows(challenge, by.person):
            return None
    raise NotAllowed(_("First take part in this challenge or follow it. Then you can do this."))


def follows(challenge: Challenge, person: Person) -> bool:
    """Say whether somebody follows a challenge of their own wish; an observer is no follower."""
    return challenge.readers.filter(person=person, role=Reader.Role.FOLLOWER).exists()


def judges_the_chair(challenge: Challenge, by: Actor) -> Party | None:
    """Return for which party somebody says whether a view has a voice here; None for who guards the process.

    Who only follows names who is missing and reaches out, and has no effect on what stands at the chair (X7).
    """
    party = reaches_out(challenge, by)
    if party is None and by.person is not None and not guards(challenge, by.person, seat_of(challenge, by.person)):
        raise NotAllowed(
            _("Whether this view has a voice here, say the people who take part. You can reach out for it.")
        )
    return party


def may_tell_result(attempt: Attempt, party: Party | None, by: Actor) -> bool:
    """Say whether somebody, here for this party or for none, tells what came of reaching out.

    The first who knows it does; then only who told it, or the people of the party for which it was told (E2).
    """
    told = None if attempt.result is None else attempt.result.current
    if told is None or told.erased_at is not None:
        return True
    if attempt.result_party_id is not None:
        return party is not None and party.pk == attempt.result_party_id
    return by.person is not None and told.author_id == by.person.pk


def refuse_words_of_others(attempt: Attempt, party: Party | None, by: Actor) -> None:
    """Raise NotAllowed for who would put other words in the place of what somebody else told (E2)."""
    if not may_tell_result(attempt, party, by):
        raise NotAllowed(
            _("Others told what came of it, and only they change that. You can tell how you reached out yourself.")
        )


def may_ask_to_join(challenge: Challenge, by: Actor) -> Person:
    """Return who may ask to take part with a party; raises NotAllowed or Refused with what to do."""
    person = by.account
    refuse_guard(challenge, by)
    if challenge.readers.filter(person=person).exclude(role=Reader.Role.FOLLOWER).exists():
        raise NotAllowed(_("You observe this challenge. First stop observing, then you can ask to take part."))
    if not may_see(challenge, person):
        raise NotAllowed(_("You cannot see this challenge."))
    if seat_of(challenge, person) is not None:
        raise Refused(_("You already take part here. One person sits for one party."))
    if waiting_seat(challenge, person) is not None:
        raise Refused(_("You already asked to take part. The parties answer in their own time."))
    if challenge.phase == Phase.CLOSED:
        raise Refused(_("This challenge is closed."))
    if challenge.parties.filter(state__in=PRESENT).count() < ENOUGH_FOR_CONSENT:
        raise Refused(_("One party takes part here now. Ask it for an invitation; then you take part at once."))
    return person


def own_asking(newcomer: Newcomer, by: Actor) -> Seat:
    """Return the place that waits for somebody of this party; raises NotAllowed for others, Refused once it is over."""
    seat = None if by.person is None else newcomer.party.seats.filter(person=by.person).first()
    if seat is None:
        raise NotAllowed(_("Only the party that asks to take part can do this."))
    if not newcomer.waits:
        raise Refused(_("This question is no longer open."))
    return seat


def may_look(newcomer: Newcomer, by: Actor) -> None:
    """Raise NotAllowed for who does not keep the process, and is no substitute who may act by now."""
    challenge = newcomer.party.challenge
    if not keeps_process(challenge, by) and not acts_as_facilitator(challenge, by, since=newcomer.asked_at):
        raise NotAllowed(_("Who keeps the process does this."))
