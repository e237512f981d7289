"""What can one do about leaving: give up one's own place, let one's party go, end the place of an observer."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.actions import erase, write
from communityup.workspace.agreements import permissions as of_agreements
from communityup.workspace.agreements.actions import finish, new_version, propose_agreement
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.challenges import events as of_challenges
from communityup.workspace.challenges import permissions
from communityup.workspace.challenges.actions import answer
from communityup.workspace.challenges.models import Challenge, Invitation, Party, Reader
from communityup.workspace.consent.actions import open_round
from communityup.workspace.consent.models import Round
from communityup.workspace.council.queries import ending
from communityup.workspace.former.actions import gone, remember
from communityup.workspace.leaving import events, notices, queries
from communityup.workspace.leaving import permissions as permitted
from communityup.workspace.leaving.models import Departure, ObserverEnd
from communityup.workspace.mandates.actions import forget_sponsor

# A party without people leaves too, also one that was still waiting for the others' yes.
GOES_TOO = (Party.State.ACTIVE, Party.State.WAITING)


@transaction.atomic
def leave_seat(challenge: Challenge, *, by: Actor) -> None:
    """Give up one's own place; the party and everything that was said stay (E22)."""
    seat = permissions.any_place(challenge, by)
    _locked_party(seat.party_id)
    permitted.refuse_only_one(seat)
    seat.party.seats.filter(substitute=seat.person).update(substitute=None, substitute_at=None)
    remember([seat], timezone.now())
    seat.delete()
    record(
        of_challenges.SeatLeft(object=seat.party.public_id), stream=challenge.stream, by=by, party=seat.party.public_id
    )


@transaction.atomic
def ask_to_go(challenge: Challenge, *, words: str = "", by: Actor) -> Departure:
    """Ask the people of one's own party whether it goes, with words if one likes; they hear it at once (E22).

    It needs nobody of another party. A second person at its table says yes; without one it goes after days in which
    each of its people can take it back. Asking twice is once.
    """
    seat = permitted.asking_seat(challenge, by)
    party = _locked_party(seat.party_id)
    waiting = queries.open_departure(party)
    if waiting is not None and waiting.asked_by_id == by.known.pk:
        return waiting
    if waiting is not None:
        raise Refused(_("Somebody of your party asked this already. Say yes to it, or take it back."))
    permitted.refuse_guarding(party)
    alone = not permitted.others_at_table(party, by.known.pk).exists()
    written = write(words, by=by) if words.strip() else None
    departure = Departure.objects.create(
        party=party, words=written, alone=alone, asked_by=by.known, asked_at=timezone.now()
    )
    event = events.GoingAsked(object=departure.public_id, commit=None if written is None else written.commit)
    record(event, stream=challenge.stream, by=by, party=party.public_id)
    notices.tell_own_people(departure)
    return departure


@transaction.atomic
def agree_to_go(departure: Departure, *, by: Actor) -> Party:
    """Say yes as a second person of that party: it goes now, and everybody in the challenge hears it."""
    permitted.second_seat(departure, by)
    locked = _open_departure(departure)
    permitted.refuse_as_second(locked, by.known)
    locked.agreed_by, locked.agreed_at = by.known, timezone.now()
    return _go(locked, by=by)


@transaction.atomic
def take_back_going(departure: Departure, *, by: Actor) -> None:
    """Take back that one's party goes: each of its people can, in whatever ring. It takes part as before."""
    place = permissions.any_place(departure.party.challenge, by)
    locked = _open_departure(departure)
    if place.party_id != locked.party_id:
        raise NotAllowed(_("Only people of this party can take this back."))
    _stay(locked)
    event = events.GoingTakenBack(object=locked.public_id)
    record(event, stream=locked.party.challenge.stream, by=by, party=locked.party.public_id)


@transaction.atomic
def follow_departure(departure: Departure, *, by: Actor) -> bool:
    """Let a party go whose one person at the table asked it, after the days; return whether something happened.

    Not while somebody else at its table did not say yes, nor while somebody of it guards the process. When who asked
    no longer decides for it, the question ends: the silence of others is never a yes (E8).
    """
    if by.role != "job":
        raise NotAllowed(_("This goes by itself."))
    locked = queries.open_departure(_locked_party(departure.party_id))
    if locked is None or locked.pk != departure.pk:
        return False
    if not permitted.still_decides(locked):
        _stay(locked)
        event = events.GoingTakenBack(object=locked.public_id)
        record(event, stream=locked.party.challenge.stream, by=by, party=locked.party.public_id)
        return True
    if not permitted.goes_by_itself(locked):
        return False
    _go(locked, by=by)
    return True


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
            event = of_challenges.PartyLeft
            gone(party, Party.State.LEFT, timezone.now())
            _end_invitations(party)
            _end_questions(party)
        record(event(object=party.public_id), stream=party.challenge.stream, by=by, party=party.public_id)
    for invitation in Invitation.objects.filter(email=person.email):
        invitation.email = f"{invitation.token_hash[:32]}@left.invalid"
        invitation.save(update_fields=["email"])


@transaction.atomic
def let_go(agreement: Agreement, *, reason: str, by: Actor) -> Agreement:
    """Let an agreement end of which the other side left, with a reason for all to read. What was agreed stays there."""
    locked = _locked_agreement(agreement)
    if locked.state == Agreement.State.LET_GO:
        return locked
    seat, now = of_agreements.left_behind(locked, by), locked.standing or locked.pending
    if not reason.strip() or now is None:
        raise Refused(_("Say why it ends. Everybody who can see this challenge reads that."))
    said, words = write(reason, by=by), {"what": now.what, "evidence": now.evidence}
    new_version(locked, seat.party, **words, due=now.due, review_on=now.review_on, ends=True, news=said)
    finish(locked, Agreement.State.LET_GO)
    event = events.AgreementLetGo(object=locked.public_id, commit=said.commit)
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)
    return locked


@transaction.atomic
def take_over(agreement: Agreement, *, party: Party, by: Actor, **said: Any) -> Agreement:
    """Propose that another party takes the place of the side that left: a new agreement, which both confirm (S35).

    Once both did, it takes the place of this one. Until then, and when it is withdrawn, this one stays open.
    """
    locked = _locked_agreement(agreement)
    _seat, stays = permitted.taking_over(locked, by)
    sides = (party, stays) if locked.promised_by.left_at else (stays, party)
    asked = locked.taken_over_by.exclude(state=Agreement.State.WITHDRAWN).first()
    if asked is not None and sides == (asked.promised_by, asked.promised_to):
        return asked
    if asked is not None:
        raise Refused(_("Another party is asked already to take this over. First that proposal is withdrawn."))
    made = propose_agreement(locked.challenge, promised_by=sides[0], promised_to=sides[1], **said, by=by)
    made.takes_over = locked
    made.save(update_fields=["takes_over"])
    return made


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


def _locked_agreement(agreement: Agreement) -> Agreement:
    found = Agreement.objects.select_for_update(of=("self",)).select_related(
        "challenge__stream", "promised_by", "promised_to", "standing", "pending"
    )
    return found.get(pk=agreement.pk)


def _locked_party(pk: int) -> Party:
    return Party.objects.select_for_update(of=("self",)).select_related("challenge__stream").get(pk=pk)


def _open_departure(departure: Departure) -> Departure:
    """Return the question, locked after its party; raises Refused when it is over."""
    party = _locked_party(departure.party_id)
    found = queries.open_departure(party)
    if found is None or found.pk != departure.pk:
        raise Refused(_("This question is over. See who takes part now."))
    return found


def _go(departure: Departure, *, by: Actor) -> Party:
    """Let a party go. History, agreements and what others built on it stay; invitations of its people end (E22)."""
    party = departure.party
    permitted.refuse_guarding(party)
    people, now = notices.own_people(party), timezone.now()
    _end_invitations(party)
    party.reason = departure.words
    party.save(update_fields=["reason"])
    gone(party, Party.State.LEFT, now)
    party.seats.all().delete()
    forget_sponsor(party)
    departure.went_at, departure.words = now, None
    departure.save(update_fields=["agreed_by", "agreed_at", "went_at", "words"])
    event = events.PartyWent(object=party.public_id, commit=None if party.reason is None else party.reason.commit)
    record(event, stream=party.challenge.stream, by=by, party=party.public_id)
    notices.tell_who_went(departure, people, besides=by.person)
    return party


def _stay(departure: Departure) -> None:
    """End the question whether a party goes; its words go with it, as was said beside them."""
    departure.taken_back_at = timezone.now()
    departure.save(update_fields=["taken_back_at"])
    if departure.words is not None:
        erase(departure.words.versions.filter(erased_at=None), taken_back=True)


def _end_invitations(party: Party) -> None:
    """Let the invitations of a party that is gone open the door to nobody."""
    for invitation in party.invitations.filter(answer=Invitation.Answer.NONE):
        answer(invitation, Invitation.Answer.DECLINED)


def _end_questions(party: Party) -> None:
    departure = queries.open_departure(party)
    if departure is not None:
        _stay(departure)
