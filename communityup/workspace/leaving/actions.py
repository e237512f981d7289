"""What can one do about leaving: give up one's own place, let one's party go, and leave with all one's places."""

from django.db import transaction
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.actions import write
from communityup.workspace.challenges import events as of_challenges
from communityup.workspace.challenges import permissions
from communityup.workspace.challenges.actions import answer
from communityup.workspace.challenges.models import Challenge, Invitation, Party
from communityup.workspace.leaving import events, queries
from communityup.workspace.mandates.actions import forget_sponsor

# A party without people leaves too, also one that was still waiting for the others' yes.
GOES_TOO = (Party.State.ACTIVE, Party.State.WAITING)


@transaction.atomic
def leave_seat(challenge: Challenge, *, by: Actor) -> None:
    """Give up one's own place; the party and everything that was said stay (E22)."""
    seat = permissions.any_place(challenge, by)
    permissions.refuse_last(seat, _locked_party(seat.party_id))
    seat.party.seats.filter(substitute=seat.person).update(substitute=None, substitute_at=None)
    seat.delete()
    record(
        of_challenges.SeatLeft(object=seat.party.public_id), stream=challenge.stream, by=by, party=seat.party.public_id
    )


@transaction.atomic
def leave_party(challenge: Challenge, *, words: str = "", by: Actor) -> Party:
    """Let one's whole party go, with its own words if it likes; it needs nobody's consent (E22).

    History, agreements and what others built on it stay; it comes back by consent. Invitations of its people end.
    Refused while somebody of it guards the process: that place is handed on first.
    """
    seat = permissions.own_seat(challenge, by)
    Challenge.objects.select_for_update().get(pk=challenge.pk)
    party = _locked_party(seat.party_id)
    if queries.guarding(party):
        raise Refused(_("Somebody of your party guards the process. First that person stops, then your party can go."))
    for invitation in party.invitations.filter(answer=Invitation.Answer.NONE):
        answer(invitation, Invitation.Answer.DECLINED)
    party.seats.all().delete()
    forget_sponsor(party)
    party.state, party.reason = Party.State.LEFT, write(words, by=by) if words.strip() else None
    party.save(update_fields=["state", "reason"])
    event = events.PartyWent(object=party.public_id, commit=None if party.reason is None else party.reason.commit)
    record(event, stream=challenge.stream, by=by, party=party.public_id)
    return party


@transaction.atomic
def leave_all_seats(person: Person) -> None:
    """Give up every place of somebody who leaves the platform; a party without people leaves too (E22)."""
    by = Actor.of(person)
    for seat in person.seats.select_related("party__challenge__stream").order_by("pk"):
        party = _locked_party(seat.party_id)
        party.seats.filter(substitute=person).update(substitute=None, substitute_at=None)
        seat.delete()
        event: type[Event] = of_challenges.SeatLeft
        if party.state in GOES_TOO and not party.seats.filter(person__is_guest=False).exists():
            party.state, event = Party.State.LEFT, of_challenges.PartyLeft
            party.save(update_fields=["state"])
        record(event(object=party.public_id), stream=party.challenge.stream, by=by, party=party.public_id)
    for invitation in Invitation.objects.filter(email=person.email):
        invitation.email = f"{invitation.token_hash[:32]}@left.invalid"
        invitation.save(update_fields=["email"])


def _locked_party(pk: int) -> Party:
    return Party.objects.select_for_update(of=("self",)).select_related("challenge__stream").get(pk=pk)
