"""What can one do around the council's window: let somebody read along, ask and answer, put down what is left free."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.base.ids import new_id
from communityup.codes.queries import new_token, token_hash
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.people.models import Person, normalised
from communityup.post.permissions import is_flooded
from communityup.texts.actions import clean_words, revise, write
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Reader, Seat
from communityup.workspace.challenges.permissions import oldest_invitation, own_seat
from communityup.workspace.challenges.queries import active_parties
from communityup.workspace.consent.actions import drop_round, open_round
from communityup.workspace.consent.models import Round
from communityup.workspace.consent.queries import open_about
from communityup.workspace.council import events, notices, permissions, queries
from communityup.workspace.council.models import (
    FreedItem,
    FreedReading,
    Milestone,
    ObserverInvitation,
    PublicAnswer,
    PublicQuestion,
    Watch,
)

OPEN_QUESTIONS = 5

Answer = ObserverInvitation.Answer


@transaction.atomic
def propose_observer(challenge: Challenge, *, watches: str, who: str, email: str, by: Actor) -> ObserverInvitation:
    """Ask all parties to let somebody read along; the letter leaves after the last yes, and silence is never a yes."""
    seat, address = own_seat(challenge, by), normalised(email)
    Challenge.objects.select_for_update().get(pk=challenge.pk)
    waiting = challenge.observer_invitations.filter(email=address, answer=Answer.NONE)
    if (
        waiting.exclude(round__outcome=Round.Outcome.WITHDRAWN)
        .filter(round__opened_at__gte=oldest_invitation())
        .exists()
    ):
        raise Refused(_("This address was already proposed or invited."))
    public_id = new_id()
    proposed = ObserverInvitation.objects.create(
        public_id=public_id,
        challenge=challenge,
        party=seat.party,
        round=open_round(challenge, f"{queries.OBSERVER}:{public_id}", by=by),
        watches=Watch(watches),
        who=write(who, by=by),
        email=address,
        language=by.known.language,
    )
    event = events.ObserverProposed(object=public_id, commit=proposed.who.commit, watches=proposed.watches)
    record(event, stream=challenge.stream, by=by, party=seat.party.public_id)
    return proposed


def invite_observer(asked: Round, by: Actor) -> None:
    """Send the invitation to read along, after the last yes. Only the letter holds the link: we keep a hash of it."""
    invitation = (
        ObserverInvitation.objects.select_for_update(of=("self",)).select_related("who__current").get(round=asked)
    )
    if is_flooded(invitation.email):
        raise Refused(_("This address already got several invitations today. Try again tomorrow."))
    token = new_token()
    invitation.token_hash, invitation.sent_at = token_hash(token), timezone.now()
    invitation.save(update_fields=["token_hash", "sent_at"])
    event = events.ObserverInvited(object=invitation.public_id, watches=invitation.watches)
    record(event, stream=asked.challenge.stream, by=by, party=own_seat(asked.challenge, by).party.public_id)
    notices.send_invitation(invitation, token)


@transaction.atomic
def accept_observing(invitation: ObserverInvitation, *, by: Actor) -> Reader:
    """Read along from now on; clicking twice changes nothing.

    A place at a party, or taking part as a resident, stays as it is: reading along adds one question in public (R22).
    """
    locked = _invited(invitation)
    present = locked.challenge.readers.filter(person=by.known, role=locked.watches).first()
    if locked.answer == Answer.ACCEPTED and present is not None:
        return present
    permissions.refuse_answered(locked, by)
    if locked.watches == Watch.CLERK and not permissions.may_be_clerk(locked.challenge, by):
        raise Refused(_("You already take part here in another way. Let somebody else be the clerk."))
    reader, _new = Reader.objects.update_or_create(
        challenge=locked.challenge, person=by.known, defaults={"role": locked.watches, "since": timezone.now()}
    )
    _answer(locked, Answer.ACCEPTED)
    _record(events.ObserverJoined(object=locked.public_id, watches=locked.watches), locked.challenge, by=by)
    return reader


@transaction.atomic
def decline_observing(invitation: ObserverInvitation, *, by: Actor) -> ObserverInvitation:
    """Say no to reading along; clicking twice changes nothing."""
    locked = _invited(invitation)
    if locked.answer == Answer.DECLINED:
        return locked
    permissions.refuse_answered(locked, by)
    _answer(locked, Answer.DECLINED)
    _record(events.ObserverDeclined(object=locked.public_id), locked.challenge, by=by)
    return locked


@transaction.atomic
def stop_observing(challenge: Challenge, *, by: Actor) -> None:
    """Stop reading along; what one asked in public stays, and a question to end it ends. Twice changes nothing."""
    reader = challenge.readers.select_for_update().filter(person=by.known).exclude(role=Reader.Role.FOLLOWER).first()
    if reader is not None:
        asked = open_about(challenge, queries.ending(reader))
        if asked is not None:
            drop_round(asked)
        reader.delete()
        _record(events.ObserverStopped(object=challenge.public_id, watches=reader.role), challenge, by=by)


@transaction.atomic
def forget_observer(person: Person) -> None:
    """Stop reading along everywhere for somebody who leaves the platform; their questions stay without a name."""
    for reader in person.reads_along.exclude(role=Reader.Role.FOLLOWER).select_related("challenge__stream"):
        stop_observing(reader.challenge, by=Actor.of(person))
    PublicQuestion.objects.filter(person=person).update(person=None)
    ObserverInvitation.objects.filter(email=person.email).update(email="", token_hash="")


@transaction.atomic
def forget_addresses() -> int:
    """Forget addresses that are not needed any more: of proposals taken back, and of invitations that are too old."""
    kept = ObserverInvitation.objects.exclude(email="")
    withdrawn = kept.filter(round__outcome=Round.Outcome.WITHDRAWN)
    old = kept.filter(sent_at__lt=oldest_invitation())
    return sum(found.update(email="", token_hash="") for found in (withdrawn, old))


@transaction.atomic
def ask_in_public(
    challenge: Challenge, *, words: str, to: str, due: dt.date, kind: str = "question", by: Actor
) -> PublicQuestion:
    """Ask something in public as an observer: of one party (its id), of "all", or of who keeps the "process".

    An offer, what one's own body leaves free, is always for all parties. Asking the same twice is once.
    """
    role = permissions.asking_observer(challenge, by)
    Challenge.objects.select_for_update().get(pk=challenge.pk)
    if due <= timezone.localdate():
        raise Refused(_("Choose a day after today, within a year."))
    offer = kind == PublicQuestion.Kind.OFFER
    party = None if offer else permissions.asked_party(challenge, to)
    of_whom = PublicQuestion.To.ALL if offer else (PublicQuestion.To.PARTY if party is not None else to)
    waiting = queries.questions_of(challenge, by.known)
    same = queries.asked_before(waiting, kind=kind, to=of_whom, party=party, words=clean_words(words))
    if same is not None:
        return same
    if len(waiting) >= OPEN_QUESTIONS:
        raise Refused(_("Your earlier questions wait for an answer first. Then you can ask more."))
    asked = PublicQuestion.objects.create(
        challenge=challenge,
        kind=PublicQuestion.Kind(kind),
        watches=role,
        person=by.known,
        to=of_whom,
        party=party,
        words=write(words, by=by),
        asked_at=timezone.now(),
        due=due,
    )
    _record(_asked_event(asked), challenge, by=by)
    return asked


@transaction.atomic
def answer_in_public(question: PublicQuestion, *, words: str, by: Actor) -> PublicAnswer:
    """Answer a question that an observer asked in public; each who was asked answers once, also with a double click."""
    party = permissions.answering_party(question, by)
    locked = (
        PublicQuestion.objects.select_for_update(of=("self",))
        .select_related("challenge__stream", "party")
        .get(pk=question.pk)
    )
    same = locked.answers.filter(party=party, words__current__body=clean_words(words)).first()
    if same is not None:
        return same
    if locked.closed_at is not None or locked.answers.filter(party=party).exists():
        raise Refused(_("This was already answered."))
    given = PublicAnswer.objects.create(
        question=locked, party=party, words=write(words, by=by), answered_at=timezone.now()
    )
    if not queries.still_asked(locked, active_parties(locked.challenge)):
        locked.closed_at = given.answered_at
        locked.save(update_fields=["closed_at"])
    event = events.ProcessQuestionAnswered if party is None else events.QuestionAnswered
    line = event(object=locked.public_id, commit=given.words.commit)
    record(line, stream=locked.challenge.stream, by=by, party=None if party is None else party.public_id)
    return given


def follow_words(text: Text) -> None:
    """Wait for no answer any more when the words of a question are gone for good. Part of taking them back (E22)."""
    gone = PublicQuestion.objects.filter(words=text, words__current__erased_at__isnull=False, closed_at=None)
    gone.update(closed_at=timezone.now())


@transaction.atomic
def record_freedom(
    challenge: Challenge,
    *,
    body: str,
    topic: str,
    words: str,
    origin: str,
    offer: PublicQuestion | None = None,
    by: Actor,
) -> FreedItem:
    """Put down what council or executive leaves free, and where they said so; perhaps as an observer offered it.

    The same put down twice by one party, such as by sending a form again, stands there once.
    """
    seat = own_seat(challenge, by)
    if offer is None:
        said = {"words": clean_words(words), "origin": clean_words(origin)}
        if same := queries.same_freedom(seat.party, body=body, topic=topic, **said):
            return same
    else:
        _take_in(challenge, offer)
    item = FreedItem.objects.create(
        challenge=challenge,
        party=seat.party,
        body=FreedItem.Body(body),
        topic=FreedItem.Topic(topic),
        words=write(words, by=by),
        origin=write(origin, by=by),
        offer=offer,
        told_at=timezone.now(),
    )
    event = events.FreedomRecorded(
        object=item.public_id,
        commit=item.words.commit,
        body=item.body,
        topic=item.topic,
        origin_commit=item.origin.commit or "",
    )
    _record_for(event, seat, by=by)
    return item


@transaction.atomic
def reword_freedom(item: FreedItem, *, words: str, origin: str, by: Actor) -> FreedItem:
    """Put other words for what is left free, and where they were said; the earlier version stays readable."""
    locked = _freed(item)
    seat = permissions.keeper_of(locked.party, by)
    version = revise(locked.words, words, by=by)
    revise(locked.origin, origin, by=by)
    event = events.FreedomReworded(
        object=locked.public_id,
        commit=version.commit,
        number=version.number,
        origin_commit=locked.origin.commit or "",
    )
    _record_for(event, seat, by=by)
    return locked


@transaction.atomic
def read_freedom(item: FreedItem, *, words: str, by: Actor) -> FreedReading:
    """Put the reading of one's own party beside what is left free; once for each version."""
    locked, seat = _freed(item), own_seat(item.challenge, by)
    number = 1 if locked.words.current is None else locked.words.current.number
    if locked.readings.filter(party=seat.party, version=number).exists():
        raise Refused(_("Your party already told how it reads these words."))
    reading = FreedReading.objects.create(
        item=locked, party=seat.party, words=write(words, by=by), version=number, read_at=timezone.now()
    )
    _record_for(events.FreedomRead(object=locked.public_id, commit=reading.words.commit, number=number), seat, by=by)
    return reading


@transaction.atomic
def end_freedom(item: FreedItem, *, words: str, by: Actor) -> FreedItem:
    """Tell that something is no longer left free, and why; what was left free stays readable."""
    locked = _freed(item)
    seat = permissions.keeper_of(locked.party, by)
    locked.ended_at, locked.end_reason = timezone.now(), write(words, by=by)
    locked.save(update_fields=["ended_at", "end_reason"])
    _record_for(events.FreedomEnded(object=locked.public_id, commit=locked.end_reason.commit), seat, by=by)
    return locked


@transaction.atomic
def tell_milestone(challenge: Challenge, *, what: str, day: dt.date, by: Actor) -> Milestone:
    """Tell of a moment at which council or executive is taken along."""
    seat = own_seat(challenge, by)
    told = Milestone.objects.create(
        challenge=challenge, party=seat.party, what=write(what, by=by), day=day, told_at=timezone.now()
    )
    event = events.MilestoneTold(object=told.public_id, commit=told.what.commit, day=day.isoformat())
    _record_for(event, seat, by=by)
    return told


@transaction.atomic
def move_milestone(milestone: Milestone, *, day: dt.date, by: Actor) -> Milestone:
    """Move a milestone of one's own party; the day before stays beside it. The same day again changes nothing."""
    locked, seat = _milestone(milestone, by)
    if locked.day == day:
        return locked
    locked.earlier, locked.day = locked.day, day
    locked.save(update_fields=["earlier", "day"])
    event = events.MilestoneMoved(
        object=locked.public_id, earlier=locked.earlier.isoformat(), day=locked.day.isoformat()
    )
    _record_for(event, seat, by=by)
    return locked


@transaction.atomic
def reach_milestone(milestone: Milestone, *, mistaken: bool = False, by: Actor) -> Milestone:
    """Tell that a milestone of one's own party was reached, or that this was told by mistake; the log keeps both."""
    locked, seat = _milestone(milestone, by, reached=mistaken)
    locked.reached_at = None if mistaken else timezone.now()
    locked.save(update_fields=["reached_at"])
    event = events.MilestoneNotReached if mistaken else events.MilestoneReached
    _record_for(event(object=locked.public_id), seat, by=by)
    return locked


def _take_in(challenge: Challenge, offer: PublicQuestion) -> None:
    """Close an offer that is taken into the window; raises Refused when it was taken in already."""
    locked = challenge.public_questions.select_for_update().get(pk=offer.pk)
    if locked.kind != PublicQuestion.Kind.OFFER or FreedItem.objects.filter(offer=locked).exists():
        raise Refused(_("This already stands with what council and executive leave free."))
    if not locked.words.readable:
        raise Refused(_("These words cannot be read any more. Put down in your own words what is left free."))
    if locked.closed_at is None:
        locked.closed_at = timezone.now()
        locked.save(update_fields=["closed_at"])


def _freed(item: FreedItem) -> FreedItem:
    found = FreedItem.objects.select_for_update(of=("self",)).select_related(
        "challenge__stream", "party__challenge__stream", "words__current", "origin__current"
    )
    locked = found.get(pk=item.pk)
    if locked.ended_at is not None:
        raise Refused(_("This is no longer left free; put down something new."))
    return locked


def _milestone(milestone: Milestone, by: Actor, *, reached: bool = False) -> tuple[Milestone, Seat]:
    found = Milestone.objects.select_for_update(of=("self",)).select_related("party__challenge__stream")
    locked = found.get(pk=milestone.pk)
    seat = permissions.keeper_of(locked.party, by)
    if reached and locked.reached_at is None:
        raise Refused(_("Nobody told that this milestone was reached."))
    if locked.reached_at is not None and not reached:
        raise Refused(_("This milestone was already reached."))
    return locked, seat


def _asked_event(asked: PublicQuestion) -> Event:
    if asked.kind == PublicQuestion.Kind.OFFER:
        return events.FreedomOffered(object=asked.public_id, commit=asked.words.commit, watches=asked.watches)
    return events.QuestionAsked(
        object=asked.public_id,
        commit=asked.words.commit,
        watches=asked.watches,
        to=asked.to if asked.party is None else asked.party.public_id,
        due=asked.due.isoformat(),
    )


def _invited(invitation: ObserverInvitation) -> ObserverInvitation:
    found = ObserverInvitation.objects.select_for_update(of=("self",)).select_related("challenge__stream")
    return found.get(pk=invitation.pk)


def _answer(invitation: ObserverInvitation, answer: ObserverInvitation.Answer) -> None:
    invitation.answer, invitation.answered_at, invitation.email = answer, timezone.now(), ""
    invitation.save(update_fields=["answer", "answered_at", "email"])


def _record(event: Event, challenge: Challenge, *, by: Actor) -> None:
    record(event, stream=challenge.stream, by=by, role="observer")


def _record_for(event: Event, seat: Seat, *, by: Actor) -> None:
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)
