"""What can one do with codes to take part: make and take back a sheet of them, and come in with one.

Who comes with a code and without an account becomes a guest on one device; later everything comes to their account.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.codes import actions as codes
from communityup.codes.models import Code
from communityup.log.actions import record
from communityup.people.actions import make_guest
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.events import SeatLeft
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Reader, Ring, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.dialogue.actions import open_first_round
from communityup.workspace.dialogue.models import Answer, Dialogue, Participant, Statement
from communityup.workspace.joining import events, permissions, queries
from communityup.workspace.joining.models import PURPOSE, Arrival, Sheet
from communityup.workspace.joining.queries import OPEN_CODES, Printed


@transaction.atomic
def make_sheet(
    challenge: Challenge,
    *,
    public_id: str,
    source: str,
    number: int,
    last_day: dt.date,
    for_all: bool = False,
    by: Actor,
) -> Printed:
    """Make codes to take part with, for one's own party or for the open conversation, and return them to be printed.

    `public_id` comes with the empty form, so that sending it twice makes one sheet; the codes show once, and no page
    can show them again.
    """
    seat = own_seat(challenge, by)
    locked = Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)
    if Sheet.objects.filter(public_id=public_id).exists():
        raise Refused(
            _("These codes were made already, and show only once. Did you lose them? Take them back and make new ones.")
        )
    if for_all:
        permissions.refuse_open_conversation(locked)
    permissions.refuse_sheet(locked, seat.party, source=source, number=number, last_day=last_day)
    sheet = Sheet.objects.create(
        public_id=public_id,
        challenge=locked,
        party=None if for_all else seat.party,
        made_by=seat.party,
        source=Sheet.Source(source),
        number=number,
        made_at=timezone.now(),
        last_day=last_day,
    )
    each = 1 if sheet.source == Sheet.Source.LETTER else number
    ends_at = timezone.make_aware(dt.datetime.combine(last_day + dt.timedelta(days=1), dt.time()))
    made = codes.make_codes(purpose=PURPOSE, about=sheet.public_id, number=number // each, most=each, ends_at=ends_at)
    event = events.CodesMade(object=sheet.public_id, source=sheet.source, number=number, last_day=last_day.isoformat())
    record(event, stream=locked.stream, by=by, party=seat.party.public_id)
    return Printed(sheet=sheet, codes=tuple(made))


@transaction.atomic
def revoke_sheet(sheet: Sheet, *, by: Actor) -> Sheet:
    """Take back the codes of a sheet that still work; whoever came by them stays. Twice is once."""
    seat = permissions.revokers_seat(sheet, by)
    locked = Sheet.objects.select_for_update(of=("self",)).select_related("challenge__stream").get(pk=sheet.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        codes.revoke(purpose=PURPOSE, about=locked.public_id)
        event = events.CodesRevoked(object=locked.public_id)
        record(event, stream=locked.challenge.stream, by=by, party=seat.party.public_id)
    return locked


@transaction.atomic
def ask_open_codes(challenge: Challenge, *, by: Actor) -> Round:
    """Ask all parties whether each may make codes for the open conversation, where people speak in their own name."""
    own_seat(challenge, by)
    if queries.opened_for_all(challenge):
        raise Refused(_("All parties agreed to this already."))
    return consent.ask(challenge, OPEN_CODES, by=by)


def open_codes(asked: Round, by: Actor) -> None:
    """Say in the log that all parties agreed, after the last yes; the question itself keeps that they did."""
    seat = own_seat(asked.challenge, by)
    event = events.CodesOpened(object=asked.challenge.public_id)
    record(event, stream=asked.challenge.stream, by=by, party=seat.party.public_id)


@transaction.atomic
def come_in(code: Code, *, language: str, by: Actor | None) -> Person:
    """Take part with a code; without an account (`by` None) as a new guest, whom this returns.

    The code is used up only where somebody comes who was not there yet. Refused for a code that somebody else just
    used, and for a second party: one person sits for one party (R33).
    """
    sheet = queries.opens(code)
    known = None if by is None else Person.objects.select_for_update().get(pk=by.known.pk)
    permissions.refuse_coming(sheet, None if known is None else Actor.of(known))
    if known is not None and queries.is_there(sheet, known):
        return known
    if not codes.use(code):
        raise Refused(_("This code was just used. Every code in a letter is for one person."))
    person = make_guest(language=language) if by is None else by.known
    Arrival.objects.get_or_create(sheet=sheet, person=person, defaults={"came_at": timezone.now()})
    give_place(sheet.challenge, sheet.party, person)
    record(
        events.CameByCode(object=sheet.public_id, source=sheet.source),
        stream=sheet.challenge.stream,
        by=Actor.of(person),
        party=sheet.party.public_id if sheet.party else None,
    )
    return person


@transaction.atomic
def give_place(challenge: Challenge, party: Party | None, person: Person) -> None:
    """Give somebody a place around the table of a party, or one in their own name in the open round.

    Part of other actions, which say who may and record; refused for a party that does not take part now.
    """
    if party is None:
        Participant.objects.get_or_create(dialogue=open_first_round(challenge), person=person)
        return
    locked = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
    if locked.state != Party.State.ACTIVE:
        raise Refused(_("%(party)s does not take part now. Ask the people who gave you this code.") % {"party": locked})
    Seat.objects.get_or_create(
        challenge=challenge,
        person=person,
        defaults={"party": locked, "since": timezone.now(), "ring": Ring.CONTRIBUTOR},
    )
    Reader.objects.filter(challenge=challenge, person=person, role=Reader.Role.FOLLOWER).delete()


@transaction.atomic
def bring_answers(guest: Person, person: Person) -> None:
    """Bring the thoughts and answers of a guest to an account that took part in the same round itself.

    Of two answers to one thought the latest counts; nobody answers their own thought. What is in a round that closed
    was counted and sealed: there only the thoughts come along. Elsewhere the plain rows follow by themselves.
    """
    for theirs in Participant.objects.filter(person=guest).order_by("pk"):
        dialogue = Dialogue.objects.select_for_update(of=("self",)).get(pk=theirs.dialogue_id)
        mine = Participant.objects.filter(dialogue=dialogue, person=person).first()
        if mine is None:
            _speak_for_own_party(theirs, dialogue, person)
            continue
        Statement.objects.filter(author=theirs).update(author=mine)
        if dialogue.is_open:
            _merge(dialogue, theirs, mine)
        mine.passes, theirs.person = max(mine.passes, theirs.passes), None
        mine.save(update_fields=["passes"])
        theirs.save(update_fields=["person"])


@transaction.atomic
def bring_places(guest: Person, person: Person) -> None:
    """Let no place of a guest come to an account that guards the process there: no say on content meanwhile (E7).

    Where the place does come along, the account no longer only follows.
    """
    seats = Seat.objects.filter(person=guest).select_related("party", "challenge__stream")
    guarded = set(Facilitator.objects.filter(person=person, until=None).values_list("challenge", flat=True))
    for seat in seats.order_by("pk"):
        Reader.objects.filter(challenge=seat.challenge, person=person, role=Reader.Role.FOLLOWER).delete()
        if seat.challenge_id in guarded:
            seat.delete()
            event = SeatLeft(object=seat.party.public_id)
            record(event, stream=seat.challenge.stream, by=Actor.of(guest), party=seat.party.public_id)


@transaction.atomic
def forget_arrivals(person: Person) -> None:
    """Cut the link between somebody who leaves the platform and the letter or hall they came from; the count stays."""
    Arrival.objects.filter(person=person).update(person=None)


def _speak_for_own_party(theirs: Participant, dialogue: Dialogue, person: Person) -> None:
    seat = Seat.objects.filter(challenge=dialogue.challenge_id, person=person).first()
    if seat is not None and dialogue.is_open:
        theirs.party_id = seat.party_id
        theirs.save(update_fields=["party"])


def _merge(dialogue: Dialogue, theirs: Participant, mine: Participant) -> None:
    """Give every answer that moves a new number, and take back the one it was, so that no count keeps both."""
    own = set(Statement.objects.filter(author=mine).values_list("pk", flat=True))
    known = {answer.statement_id: answer for answer in Answer.objects.filter(participant=mine)}
    for answer in Answer.objects.filter(participant=theirs, value__isnull=False).order_by("number"):
        kept = known.get(answer.statement_id)
        if answer.statement_id not in own and (kept is None or kept.number < answer.number):
            moved = kept or Answer(dialogue=dialogue, participant=mine, statement_id=answer.statement_id)
            moved.dealt_by = answer.dealt_by
            _give(dialogue, moved, answer.value, on=answer.answered_on)
        _give(dialogue, answer, None, on=answer.answered_on)
    self_answered: Iterable[Answer] = (known[pk] for pk in own & known.keys() if known[pk].value is not None)
    for answer in self_answered:
        _give(dialogue, answer, None, on=answer.answered_on)


def _give(dialogue: Dialogue, answer: Answer, value: int | None, *, on: dt.date) -> None:
    dialogue.last_number += 1
    dialogue.save(update_fields=["last_number"])
    answer.value, answer.number, answer.answered_on = value, dialogue.last_number, on
    answer.save()
