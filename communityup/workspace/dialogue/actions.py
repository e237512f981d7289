"""What can one do in a dialogue: share and take back thoughts, answer, speak for a party, open and close rounds."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.base.prepared import PreparedUpdate, prepared
from communityup.log.actions import record, record_erasure
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts import actions as texts
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Phase
from communityup.workspace.challenges.permissions import own_seat, refuse_guard, refuse_while_paused
from communityup.workspace.dialogue import events, exports, permissions, queries
from communityup.workspace.dialogue.models import (
    THOUGHT_LENGTH,
    Answer,
    Dialogue,
    Kind,
    Participant,
    PartyAnswer,
    Statement,
    View,
    fingerprint_of,
)
from communityup.workspace.facilitation.actions import Facts, both
from communityup.workspace.facilitation.models import Act
from communityup.workspace.facilitation.permissions import acting_as, own_key

_change_answer = PreparedUpdate(Answer, "value", "number", "answered_on")
_keep_number = PreparedUpdate(Dialogue, "last_number")


@transaction.atomic
def open_first_round(challenge: Challenge) -> Dialogue:
    """Return the round that is open now; the first opens with the challenge, its question is the challenge's own."""
    challenges = Challenge.objects.select_for_update(of=("self",)).select_related("stream", "opening__current")
    locked = challenges.get(pk=challenge.pk)
    if locked.phase == Phase.CLOSED:
        raise Refused(_("This challenge is closed."))
    latest = queries.latest_own_round(locked)
    if latest is not None and not latest.is_open:
        raise Refused(_("This round is closed. Your party can open a new one."))
    if latest is not None:
        return latest
    return _open(locked, question=locked.opening.pk, by=Actor.job("dialogue"))


@transaction.atomic
def open_round(
    challenge: Challenge,
    *,
    question: str,
    ends_on: date | None = None,
    everyone_once: bool = False,
    by: Actor,
) -> Dialogue | None:
    """Open a next round with its own question, after the last one closed; None while it waits for a second yes (E7).

    Its answers are never handed out: one party alone does not decide that for all. A round of open data (R11) opens by
    consent of all parties, which comes later; until then only imported conversations are open data.
    """
    own_key(challenge, by)
    locked = Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)
    refuse_while_paused(locked)
    latest = queries.latest_own_round(locked)
    if latest is not None and latest.is_open:
        raise Refused(_("A round is still open. Close it first."))
    permissions.refuse_soon(ends_on)
    facts: Facts = {"ends_on": ends_on.isoformat() if ends_on else "", "everyone_once": int(everyone_once)}
    if not both(locked, permissions.OPEN_ROUND, facts=facts, words=question, by=by):
        return None
    text = texts.write(question, by=by)
    return _open(locked, question=text.pk, ends_on=ends_on, everyone_once=everyone_once, by=by)


@transaction.atomic
def take_part_in_own_name(challenge: Challenge, *, by: Actor) -> Participant:
    """Take part without a party: an own column, no consent (R14). Clicking twice changes nothing."""
    dialogue = _locked(open_first_round(challenge))
    refuse_guard(challenge, by)
    permissions.refuse_clerk(challenge, by)
    known = permissions.participant_of(dialogue, by.known)
    if known is not None:
        return known
    if not permissions.may_join_in_own_name(challenge, by.known):
        raise NotAllowed(_("You already have a place for a party, or this challenge is not public yet."))
    nameless = Actor.of(by.known, nameless=True)
    record(events.OwnNameJoined(object=dialogue.public_id), stream=challenge.stream, by=nameless)
    return Participant.objects.create(dialogue=dialogue, person=by.known)


@transaction.atomic
def share_thought(
    challenge: Challenge,
    *,
    body: str,
    kind: str = "",
    show_name: bool = False,
    show_party: bool = True,
    built_on: Statement | None = None,
    place: str = "",
    by: Actor,
) -> Statement:
    """Share one thought of at most 280 characters; its author chooses whether name and party show (R12, R18, B22).

    A `place` says where it is, in the author's words; it is never asked (A19).

    A thought built on another is a thought like any other: everybody answers it, nobody replies (A35). Its line names
    neither party nor person, for the line is public before anybody answered; the thought itself shows them then.
    """
    words = _thought_words(body)
    dialogue = _locked(open_first_round(challenge))
    author = _joined(dialogue, by)
    permissions.refuse_turn(dialogue, author)
    if built_on is not None and not queries.shown_statements(dialogue).filter(pk=built_on.pk).exists():
        raise Refused(_("This thought is no longer there to build on."))
    root = permissions.resembled(challenge, dialogue, words)
    statement = Statement.objects.create(
        dialogue=dialogue,
        text=texts.write(words, by=by),
        place=texts.write(permissions.short_place(place), by=by) if place.strip() else None,
        kind=Kind(kind) if kind else "",
        author=author,
        party_id=author.party_id if show_party else None,
        show_name=show_name,
        built_on=built_on,
        shared_at=timezone.now(),
        fingerprint=fingerprint_of(words),
        resembles_id=root,
    )
    built = built_on.public_id if built_on else None
    where = statement.place.commit if statement.place else None
    event = (events.ThoughtShared if root is None else events.ThoughtResembled)(
        object=statement.public_id, commit=statement.text.commit, built_on=built, place_commit=where
    )
    record(event, stream=challenge.stream, by=Actor.of(by.known, nameless=True))
    return statement


@transaction.atomic
def answer_thought(statement: Statement, *, value: int | None, dealt_by: int | None = None, by: Actor) -> Answer:
    """Give or change one's private answer; None takes it back. The same answer again changes nothing.

    Has no line in the log: the opening, each release and the closing speak for all answers together.
    """
    (dialogue,) = _to_answer(statement.dialogue_id)
    _refuse_closed(dialogue)
    participant = _joined(dialogue, by)
    if statement.author_id == participant.pk:
        raise Refused(_("This is your own thought. Others answer it."))
    known = permissions.answer_to(statement, participant)
    if known is not None and known.value == value:
        return known
    answer = known or Answer(dialogue=dialogue, participant=participant, statement=statement, dealt_by=dealt_by)
    answer.value = None if value is None else View(value)
    answer.number = _next_number(dialogue)
    answer.answered_on = timezone.localdate()
    if known is None:
        answer.save()
    else:
        _change_answer(known.pk, answer.value, answer.number, answer.answered_on)
    return answer


@transaction.atomic
def give_party_answer(statement: Statement, *, value: int, by: Actor) -> PartyAnswer:
    """Answer openly in the name of one's own small party (R6). Changeable while the round is open."""
    dialogue = _locked(statement.dialogue)
    _refuse_closed(dialogue)
    seat = own_seat(dialogue.challenge, by)
    permissions.refuse_gone(statement)
    if not permissions.is_small(dialogue, seat.party):
        raise Refused(_("Five or more people of your party answer themselves, so no answer together is needed."))
    known = PartyAnswer.objects.filter(party=seat.party, statement=statement).first()
    if known is not None and known.value == value:
        return known
    answer = known or PartyAnswer(party=seat.party, statement=statement)
    answer.value, answer.number, answer.given_at = View(value), _next_number(dialogue), timezone.now()
    answer.save()
    event = events.PartyAnswered(object=statement.public_id, answer=answer.value)
    record(event, stream=dialogue.challenge.stream, by=by, party=seat.party.public_id)
    return answer


@transaction.atomic
def withdraw_thought(statement: Statement, *, by: Actor) -> Statement:
    """Take one's own thought back: the words go, a tombstone stays, the answers no longer count (B22, E22)."""
    dialogue = _locked(statement.dialogue)
    locked = Statement.objects.select_related("author", "party", "text__current", "place__current").get(pk=statement.pk)
    if not permissions.own_statement(locked, by.known):
        raise NotAllowed(_("Only the one who wrote this can take it back."))
    if locked.state == Statement.State.WITHDRAWN:
        return locked
    texts.withdraw(locked.text, by=by)
    _bury(locked, dialogue, by=by)
    return locked


@transaction.atomic
def follow_words(text: Text) -> None:
    """Let a thought follow its words: hidden ones are not dealt and count as set aside, gone ones leave a tombstone."""
    for statement in Statement.objects.filter(text=text).select_related("dialogue", "text__current"):
        if statement.state_by_words != statement.state:
            statement.state = statement.state_by_words
            words = statement.text
            if statement.gone or (words.readable and fingerprint_of(str(words)) != statement.fingerprint):
                statement.fingerprint = None
            statement.save(update_fields=["state", "fingerprint"])
            _next_number(_locked(statement.dialogue))


@transaction.atomic
def forget_participant(person: Person) -> None:
    """Erase the thoughts of somebody who leaves the platform, and cut the link to what that person answered.

    The tombstones stay, and so do the counts, in which nobody can be recognised.
    """
    own = Statement.objects.filter(author__person=person, text__current__erased_at=None).order_by("pk")
    for statement in own.select_related("dialogue", "text__current", "place__current"):
        texts.erase(statement.text.versions.filter(erased_at=None))
        _bury(statement, _locked(statement.dialogue), by=Actor.of(person))
    Participant.objects.filter(person=person).update(person=None)


def _bury(statement: Statement, dialogue: Dialogue, *, by: Actor) -> None:
    """Leave a tombstone for words that are gone; the line names nobody: a name was for who had answered (R12)."""
    statement.state, statement.fingerprint = Statement.State.WITHDRAWN, None
    statement.save(update_fields=["state", "fingerprint"])
    _next_number(dialogue)
    record_erasure(statement.text.commit or "", by=Actor.of(by.known, nameless=True))
    if statement.place is not None and statement.place.readable:
        texts.erase(statement.place.versions.filter(erased_at=None), taken_back=True)
        record_erasure(statement.place.commit or "", by=Actor.of(by.known, nameless=True))


@transaction.atomic
def pass_turn(challenge: Challenge, *, by: Actor) -> Participant:
    """Pass one's turn in a round in which everyone speaks once before anyone twice (E15)."""
    dialogue = _locked(open_first_round(challenge))
    seat = own_seat(challenge, by)
    if not dialogue.everyone_once:
        raise Refused(_("There are no turns in this round. You can share a thought whenever you want."))
    participant = _joined(dialogue, by)
    permissions.refuse_turn(dialogue, participant)
    participant.passes += 1
    participant.save(update_fields=["passes"])
    event = events.TurnPassed(object=dialogue.public_id)
    record(event, stream=challenge.stream, by=Actor.of(by.known, nameless=True), party=seat.party.public_id)
    return participant


@transaction.atomic
def set_end_date(dialogue: Dialogue, *, ends_on: date, by: Actor) -> Dialogue:
    """Set or move the day on which a round closes by itself, at least three days ahead; any party may (E4).

    Where facilitators guard the process they do, both (E7): with the first yes nothing changes yet.
    """
    locked = _locked(dialogue)
    own_key(locked.challenge, by)
    refuse_while_paused(locked.challenge)
    _refuse_closed(locked)
    permissions.refuse_soon(ends_on)
    facts = {"ends_on": ends_on.isoformat()}
    if locked.last_day != ends_on and both(
        locked.challenge, f"{permissions.ROUND_END}:{locked.public_id}", facts=facts, by=by
    ):
        locked.ends_on, locked.ends_set_at = ends_on, timezone.now()
        locked.save(update_fields=["ends_on", "ends_set_at"])
        event = events.RoundEndSet(object=locked.public_id, ends_on=ends_on.isoformat())
        record(event, stream=locked.challenge.stream, by=by, **acting_as(locked.challenge, by))
    return locked


def close_round(dialogue: Dialogue, *, by: Actor) -> Dialogue:
    """Close a round after its end date; closing decides nothing. The log keeps the number of answers and their root."""
    counted = exports.sealed_count(dialogue)
    with transaction.atomic():
        locked = _locked(dialogue)
        if by.role != "job":
            own_key(locked.challenge, by)
        if not locked.is_open:
            return locked
        permissions.refuse_before_end(locked)
        if counted.last_number != locked.last_number:
            counted = exports.sealed_count(locked)
        locked.closed_at = timezone.now()
        locked.save(update_fields=["closed_at"])
        event = events.RoundClosed(
            object=locked.public_id, number=locked.number, answers=counted.answers, root=counted.root
        )
        record(event, stream=locked.challenge.stream, by=by, **acting_as(locked.challenge, by))
    return locked


def open_prepared_round(act: Act, by: Actor) -> None:
    """Open a round that one facilitator prepared, with the yes of the other."""
    day = str(act.facts["ends_on"])
    ends_on = date.fromisoformat(day) if day else None
    once = bool(act.facts["everyone_once"])
    open_round(act.challenge, question=str(act.words), ends_on=ends_on, everyone_once=once, by=by)


def set_prepared_end(act: Act, by: Actor) -> None:
    """Set the last day that one facilitator prepared, with the yes of the other."""
    dialogue = Dialogue.objects.get(challenge=act.challenge, public_id=act.about.partition(":")[2])
    set_end_date(dialogue, ends_on=date.fromisoformat(str(act.facts["ends_on"])), by=by)


def _open(
    challenge: Challenge,
    *,
    question: int,
    ends_on: date | None = None,
    everyone_once: bool = False,
    by: Actor,
) -> Dialogue:
    dialogue = Dialogue.objects.create(
        challenge=challenge,
        number=queries.next_round_number(challenge),
        question_id=question,
        opened_at=timezone.now(),
        ends_on=ends_on,
        everyone_once=everyone_once,
    )
    current = dialogue.question.current
    record(
        events.RoundOpened(
            object=dialogue.public_id,
            commit=current.commit if current else None,
            number=dialogue.number,
            rules=exports.rules_hash(dialogue),
            open_data=int(dialogue.open_data),
        ),
        stream=challenge.stream,
        by=by,
        **acting_as(challenge, by),
    )
    return dialogue


def _locked(dialogue: Dialogue) -> Dialogue:
    """Return the round as it is now, locked until the action ends; what one reads after this nobody changes."""
    (locked,) = _dialogues(dialogue.pk)
    return locked


@prepared
def _to_answer(key: int) -> QuerySet[Dialogue]:
    locked = Dialogue.objects.select_for_update(of=("self",)).select_related("challenge").filter(pk=key)
    return locked.only("closed_at", "last_number", "challenge__public_at")


@prepared
def _dialogues(key: int) -> QuerySet[Dialogue]:
    return Dialogue.objects.select_for_update(of=("self",)).select_related("challenge__stream").filter(pk=key)


def _joined(dialogue: Dialogue, by: Actor) -> Participant:
    """Return who acts in this round; people of a party join by acting, others said before that they take part."""
    party = permissions.party_acted_for(dialogue.challenge, by)
    known = permissions.participant_of(dialogue, by.known)
    if party is None and (known is None or dialogue.challenge.public_at is None):
        permissions.refuse_visitor(dialogue.challenge)
    if known is None:
        return Participant.objects.create(dialogue=dialogue, person=by.known, party_id=party)
    if known.party_id != party:
        known.party_id = party
        known.save(update_fields=["party"])
    return known


def _next_number(dialogue: Dialogue) -> int:
    dialogue.last_number += 1
    _keep_number(dialogue.pk, dialogue.last_number)
    return dialogue.last_number


def _thought_words(body: str) -> str:
    words = texts.clean_words(body)
    if len(words) > THOUGHT_LENGTH:
        sentence = _(
            "A thought has at most %(limit)s characters; this one has %(length)s. Share one thought at a time."
        )
        raise Refused(sentence % {"limit": THOUGHT_LENGTH, "length": len(words)})
    return words


def _refuse_closed(dialogue: Dialogue) -> None:
    if not dialogue.is_open:
        raise Refused(_("This round is closed. What was said stays readable."))
