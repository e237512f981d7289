"""What can one do around the council's window: let somebody read along, ask in public, answer."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.base.ids import new_id
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.people.models import Person, normalised
from communityup.post.queries import letters_today
from communityup.texts.actions import write
from communityup.workspace.challenges.actions import LETTERS_A_DAY, token_hash
from communityup.workspace.challenges.models import Challenge, Party, Reader
from communityup.workspace.challenges.permissions import oldest_invitation, own_seat
from communityup.workspace.challenges.queries import active_parties
from communityup.workspace.consent.actions import open_round
from communityup.workspace.consent.models import Round
from communityup.workspace.council import events, notices, permissions
from communityup.workspace.council.models import ObserverInvitation, PublicAnswer, PublicQuestion, Watch
from communityup.workspace.council.queries import OBSERVER, still_asked

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
        round=open_round(challenge, f"{OBSERVER}:{public_id}", by=by),
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
    invitation = ObserverInvitation.objects.select_for_update().select_related("who__current").get(round=asked)
    if letters_today(invitation.email, "observer:") >= LETTERS_A_DAY:
        raise Refused(_("This address already got several invitations today. Try again tomorrow."))
    token = secrets.token_urlsafe(24)
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
    _refuse_answered(locked, by)
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
    _refuse_answered(locked, by)
    _answer(locked, Answer.DECLINED)
    _record(events.ObserverDeclined(object=locked.public_id), locked.challenge, by=by)
    return locked


@transaction.atomic
def stop_observing(challenge: Challenge, *, by: Actor) -> None:
    """Stop reading along; what one asked in public stays. Clicking twice changes nothing."""
    reader = challenge.readers.select_for_update().filter(person=by.known).exclude(role=Reader.Role.FOLLOWER).first()
    if reader is not None:
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

    An offer, what one's own body leaves free, is always for all parties.
    """
    role = permissions.asking_observer(challenge, by)
    Challenge.objects.select_for_update().get(pk=challenge.pk)
    if due <= timezone.localdate():
        raise Refused(_("Choose a day after today, within a year."))
    if PublicQuestion.objects.filter(challenge=challenge, person=by.known, closed_at=None).count() >= OPEN_QUESTIONS:
        raise Refused(_("Your earlier questions wait for an answer first. Then you can ask more."))
    offer = kind == PublicQuestion.Kind.OFFER
    party = None if offer else _asked_party(challenge, to)
    asked = PublicQuestion.objects.create(
        challenge=challenge,
        kind=PublicQuestion.Kind(kind),
        watches=role,
        person=by.known,
        to=PublicQuestion.To.ALL if offer else (PublicQuestion.To.PARTY if party is not None else to),
        party=party,
        words=write(words, by=by),
        asked_at=timezone.now(),
        due=due,
    )
    _record(_asked_event(asked), challenge, by=by)
    return asked


@transaction.atomic
def answer_in_public(question: PublicQuestion, *, words: str, by: Actor) -> PublicAnswer:
    """Answer a question that an observer asked in public; each who was asked answers once."""
    party = permissions.answering_party(question, by)
    locked = (
        PublicQuestion.objects.select_for_update(of=("self",))
        .select_related("challenge__stream", "party")
        .get(pk=question.pk)
    )
    if locked.closed_at is not None or locked.answers.filter(party=party).exists():
        raise Refused(_("This was already answered."))
    given = PublicAnswer.objects.create(
        question=locked, party=party, words=write(words, by=by), answered_at=timezone.now()
    )
    if not still_asked(locked, active_parties(locked.challenge)):
        locked.closed_at = given.answered_at
        locked.save(update_fields=["closed_at"])
    event = events.ProcessQuestionAnswered if party is None else events.QuestionAnswered
    line = event(object=locked.public_id, commit=given.words.commit)
    record(line, stream=locked.challenge.stream, by=by, party=None if party is None else party.public_id)
    return given


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


def _asked_party(challenge: Challenge, to: str) -> Party | None:
    if to in {PublicQuestion.To.ALL, PublicQuestion.To.PROCESS}:
        return None
    party = challenge.parties.filter(public_id=to, state=Party.State.ACTIVE).first()
    if party is None:
        raise Refused(_("This party does not take part now. Ask somebody else."))
    return party


def _invited(invitation: ObserverInvitation) -> ObserverInvitation:
    found = ObserverInvitation.objects.select_for_update(of=("self",)).select_related("challenge__stream")
    return found.get(pk=invitation.pk)


def _refuse_answered(invitation: ObserverInvitation, by: Actor) -> None:
    """Raise Refused for an invitation that was answered or is too old, NotAllowed for somebody else's (all agreed)."""
    if invitation.answer != Answer.NONE:
        raise Refused(_("This invitation was already answered."))
    if invitation.sent_at is None or invitation.sent_at < oldest_invitation():
        raise Refused(_("This invitation is too old. Ask the people who invited you for a new one."))
    if invitation.email != by.known.email:
        raise NotAllowed(_("All parties agreed to the person at another address. Sign in with that address to answer."))


def _answer(invitation: ObserverInvitation, answer: ObserverInvitation.Answer) -> None:
    invitation.answer, invitation.answered_at, invitation.email = answer, timezone.now(), ""
    invitation.save(update_fields=["answer", "answered_at", "email"])


def _record(event: Event, challenge: Challenge, *, by: Actor) -> None:
    record(event, stream=challenge.stream, by=by, role="observer")
