"""What can one do about leaving: give up one's own place, let one's party go, end the place of an observer."""

from django.db import transaction
from django.utils import timezone
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
from communityup.workspace.challenges.models import Challenge, Invitation, Party, Reader
from communityup.workspace.consent.actions import open_round
from communityup.workspace.consent.models import Round
from communityup.workspace.council.queries import ending
from communityup.workspace.leaving import events, notices, queries
from communityup.workspace.leaving.models import ObserverEnd
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


@transaction.atomic
def ask_to_end_observing(reader: Reader, *, reason: str, by: Actor) -> ObserverEnd:
    """Ask all parties to end somebody's reading along, with a reason; it ends with the last yes (E24).

    No party sends an observer away alone. Until all agree that person reads and asks as before.
    """
    seat = permissions.own_seat(reader.challenge, by)
    if not reason.strip():
        raise Refused(_("Say why. The person it is about reads that too."))
    asked = open_round(seat.challenge, ending(reader), by=by)
    end = ObserverEnd.objects.create(
        challenge=seat.challenge,
        party=seat.party,
        reader=reader,
        watches=reader.role,
        reason=write(reason, by=by),
        round=asked,
    )
    event = events.ObserverEndAsked(object=end.public_id, commit=end.reason.commit, watches=end.watches)
    record(event, stream=reader.challenge.stream, by=by, party=seat.party.public_id)
    return end


def end_observing(asked: Round, by: Actor) -> None:
    """End somebody's reading along, after the last yes. What they asked in public stays, and they hear it by mail."""
    found = ObserverEnd.objects.select_for_update(of=("self",)).select_related(
        "challenge__stream", "party", "round", "reader__person", "reason__current"
    )
    end = found.get(round=asked)
    reader = end.reader
    if reader is None:
        raise Refused(_("This person stopped reading along already."))
    reader.delete()
    end.reader, end.ended_at = None, timezone.now()
    end.save(update_fields=["reader", "ended_at"])
    event = events.ObserverEnded(object=end.public_id, watches=end.watches)
    party = permissions.own_seat(asked.challenge, by).party.public_id
    record(event, stream=end.challenge.stream, by=by, party=party)
    notices.tell_observer(end, reader.person)


def _locked_party(pk: int) -> Party:
    return Party.objects.select_for_update(of=("self",)).select_related("challenge__stream").get(pk=pk)
