"""What one can do by the formal door: write, send and take back a request, and record what came back, by which rule."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record, record_erasure
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, erase, revise, write
from communityup.texts.models import Text
from communityup.workspace.challenges.models import Challenge, Party, Seat
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.door import events, permissions, queries
from communityup.workspace.door.models import Answer, Deadline, Request

LONGEST = dt.timedelta(days=10 * 366)
FINAL = (Answer.Outcome.ACCEPTED, Answer.Outcome.REFUSED)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a request says: what one asks, why, what one needs, and for an ordinance which part of the work."""

    asks: str
    why: str
    needs: str = ""
    preparing: bool = False
    carrying_out: bool = False
    evaluating: bool = False


@transaction.atomic
def write_request(
    challenge: Challenge,
    *,
    kind: str,
    asked: Asked,
    addressed_to: Party | None = None,
    addressee: str = "",
    by: Actor,
) -> Request:
    """Write a formal request for one's own party; it is not sent with that. Twice the same is one."""
    seat = own_seat(challenge, by)
    Party.objects.select_for_update().get(pk=seat.party_id)
    _refuse_addressee(challenge, addressed_to, addressee, seat)
    _refuse_partless(kind, asked)
    own = Request.objects.filter(challenge=challenge, party=seat.party, kind=kind, sent_on=None, withdrawn_at=None)
    same = own.filter(asks__current__body=clean_words(asked.asks), addressed_to=addressed_to).first()
    if same is not None:
        return same
    made = Request.objects.create(
        challenge=challenge,
        party=seat.party,
        kind=Request.Kind(kind),
        addressed_to=addressed_to,
        addressee=None if addressed_to is not None else write(addressee, by=by),
        asks=write(asked.asks, by=by),
        why=write(asked.why, by=by),
        needs=write(asked.needs, by=by) if asked.needs.strip() else None,
        **_parts(kind, asked),
        written_at=timezone.now(),
    )
    event = events.RequestWritten(
        object=made.public_id,
        commit=made.asks.commit,
        request=made.kind,
        addressed_to=None if addressed_to is None else addressed_to.public_id,
        addressee_commit=_commit(made.addressee),
        why_commit=made.why.commit or "",
        needs_commit=_commit(made.needs),
    )
    _record(event, seat, by=by)
    return made


@transaction.atomic
def reword_request(request: Request, *, asked: Asked, by: Actor) -> Request:
    """Change a request before it is sent; the earlier words stay readable. After sending it stays as it was sent."""
    seat, locked = permissions.asking_seat(request, by), _locked(request)
    _refuse_gone(locked)
    if locked.sent_on is not None:
        raise Refused(_("This was sent as it is. Write another request if something changed."))
    _refuse_partless(locked.kind, asked)
    if queries.asked_of(locked) == _plain(asked, locked.kind):
        return locked
    _say(locked.asks, asked.asks, by)
    _say(locked.why, asked.why, by)
    locked.needs = _needed(locked.needs, asked.needs, by)
    for name, value in _parts(locked.kind, asked).items():
        setattr(locked, name, value)
    locked.save(update_fields=["needs", "preparing", "carrying_out", "evaluating"])
    event = events.RequestReworded(
        object=locked.public_id,
        commit=locked.asks.commit,
        why_commit=locked.why.commit or "",
        needs_commit=_commit(locked.needs),
    )
    _record(event, seat, by=by)
    return locked


@transaction.atomic
def send_request(request: Request, *, day: dt.date, by: Actor) -> Request:
    """Tell on which day one's own party sent a request: by post, by mail or at the counter, not by this platform.

    The day can be mended until receipt is recorded.
    """
    seat, locked = permissions.asking_seat(request, by), _locked(request)
    _refuse_gone(locked)
    if locked.sent_on == day:
        return locked
    if locked.received_on is not None:
        raise Refused(_("It was received already: the day of sending stays as it is."))
    _refuse_future(day)
    locked.sent_on = day
    locked.save(update_fields=["sent_on"])
    _record(events.RequestSent(object=locked.public_id, day=day.isoformat()), seat, by=by)
    return locked


@transaction.atomic
def record_receipt(request: Request, *, day: dt.date, by: Actor) -> Request:
    """Record on which day a request came in, as the party that was asked; the day can be mended until a deadline is."""
    seat, locked = permissions.recording_seat(request, by), _locked(request)
    sent = _refuse_unsent(locked)
    if locked.received_on == day:
        return locked
    if locked.deadlines.exists():
        raise Refused(_("A deadline counts from this day already: it stays as it is."))
    _refuse_future(day)
    if day < sent:
        raise Refused(_("That is before it was sent. Choose the day of sending or a later one."))
    locked.received_on = day
    locked.save(update_fields=["received_on"])
    _record(events.RequestReceived(object=locked.public_id, day=day.isoformat()), seat, by=by)
    return locked


@transaction.atomic
def set_deadline(request: Request, *, day: dt.date, source: str, by: Actor) -> Deadline:
    """Record until when the law gives to answer, with the rule that says so; a new one stands beside the old one.

    A date of the law does not move during a step back, so recording it goes on then too.
    """
    seat, locked = permissions.recording_seat(request, by), _locked(request)
    _refuse_unsent(locked)
    if locked.received_on is None:
        raise Refused(_("First record on which day the request came in."))
    _refuse_answered(locked)
    if day < locked.received_on or day > locked.received_on + LONGEST:
        raise Refused(_("Choose a day after the request came in, within ten years."))
    if not source.strip():
        raise Refused(_("Say by which rule this deadline counts: the article or the ordinance."))
    now = queries.deadline_of(locked)
    if now is not None and (now.day, str(now.source)) == (day, clean_words(source)):
        return now
    text, moment = write(source, by=by), timezone.now()
    if now is not None:
        # The old one steps aside first, as one deadline counts at a time.
        now.replaced_by = now
        now.save(update_fields=["replaced_by"])
    made = Deadline.objects.create(request=locked, day=day, source=text, set_by=seat.party, set_at=moment)
    if now is not None:
        now.replaced_by = made
        now.save(update_fields=["replaced_by"])
    event = events.DeadlineSet(object=locked.public_id, commit=text.commit, day=day.isoformat())
    _record(event, seat, by=by)
    return made


@transaction.atomic
def record_answer(request: Request, *, outcome: str, words: str = "", by: Actor) -> Answer:
    """Record the answer: accepted, in consideration, or refused with its reason. A later answer stands beside it."""
    seat, locked = permissions.recording_seat(request, by), _locked(request)
    _refuse_unsent(locked)
    if outcome == Answer.Outcome.REFUSED and not words.strip():
        raise Refused(_("A refusal has its reason. Everybody in this challenge reads it."))
    last = locked.answers.last()
    said = clean_words(words) if words.strip() else ""
    if last is not None and (last.outcome, str(last.words or "")) == (outcome, said):
        return last
    made = Answer.objects.create(
        request=locked,
        outcome=Answer.Outcome(outcome),
        words=write(words, by=by) if said else None,
        party=seat.party,
        answered_at=timezone.now(),
    )
    event = events.RequestAnswered(object=locked.public_id, commit=_commit(made.words), answer=made.outcome)
    _record(event, seat, by=by)
    return made


@transaction.atomic
def take_request_back(request: Request, *, by: Actor) -> Request:
    """Take back what one's own party asked. Not sent yet: the words go (E22). Sent: they stay, as both have them."""
    seat, locked = permissions.asking_seat(request, by), _locked(request)
    if locked.withdrawn_at is not None:
        return locked
    _refuse_answered(locked)
    locked.withdrawn_at = timezone.now()
    locked.save(update_fields=["withdrawn_at"])
    held = [locked.asks, locked.why, locked.needs, locked.addressee] if locked.sent_on is None else []
    versions = [one for text in held if text is not None for one in text.versions.filter(erased_at=None)]
    erase(versions, taken_back=True)
    _record(events.RequestTakenBack(object=locked.public_id), seat, by=by)
    for version in versions:
        record_erasure(version.commit, by=by)
    return locked


@transaction.atomic
def remind(deadline: Deadline, *, by: Actor) -> bool:
    """Tell everybody that a deadline is near, once, as long as it counts and nothing final was answered."""
    if by.role != "job":
        raise NotAllowed(_("Reminders go out by themselves."))
    locked = Deadline.objects.select_for_update().get(pk=deadline.pk)
    if locked.reminded_at is not None:
        return False
    locked.reminded_at = timezone.now()
    locked.save(update_fields=["reminded_at"])
    request = _locked(locked.request)
    if locked.replaced_by_id is not None or request.withdrawn_at is not None or queries.is_answered(request):
        return False
    event = events.DeadlineNears(object=request.public_id, day=locked.day.isoformat())
    record(event, stream=request.challenge.stream, by=by)
    return True


def _locked(request: Request) -> Request:
    requests = Request.objects.select_related(
        "challenge__stream", "party", "addressed_to", "asks__current", "why__current", "needs__current"
    )
    return requests.select_for_update(of=("self",)).get(pk=request.pk)


def _plain(asked: Asked, kind: str) -> dict[str, object]:
    needs = clean_words(asked.needs) if asked.needs.strip() else ""
    words = {"asks": clean_words(asked.asks), "why": clean_words(asked.why), "needs": needs}
    return {**words, **_parts(kind, asked)}


def _parts(kind: str, asked: Asked) -> dict[str, bool]:
    ordinance = kind == Request.Kind.ORDINANCE
    return {
        "preparing": ordinance and asked.preparing,
        "carrying_out": ordinance and asked.carrying_out,
        "evaluating": ordinance and asked.evaluating,
    }


def _needed(text: Text | None, words: str, by: Actor) -> Text | None:
    if not words.strip():
        return None
    if text is None:
        return write(words, by=by)
    _say(text, words, by)
    return text


def _say(text: Text, words: str, by: Actor) -> None:
    if str(text) != clean_words(words):
        revise(text, words, by=by)


def _refuse_addressee(challenge: Challenge, party: Party | None, words: str, seat: Seat) -> None:
    if party is None and not words.strip():
        raise Refused(_("Say to whom you ask this."))
    if party is not None and (party.challenge_id != challenge.pk or party.state != Party.State.ACTIVE):
        raise Refused(_("Choose a party that takes part here, or somebody else."))
    if party is not None and party.pk == seat.party_id:
        raise Refused(_("Your own party cannot ask itself. Choose another party, or somebody else."))


def _refuse_partless(kind: str, asked: Asked) -> None:
    if kind == Request.Kind.ORDINANCE and not (asked.preparing or asked.carrying_out or asked.evaluating):
        raise Refused(_("Choose at least one: preparing, carrying out or looking back."))


def _refuse_gone(request: Request) -> None:
    if request.withdrawn_at is not None:
        raise Refused(_("This request was taken back."))


def _refuse_unsent(request: Request) -> dt.date:
    _refuse_gone(request)
    if request.sent_on is None:
        raise Refused(_("This request is not sent yet."))
    return request.sent_on


def _refuse_answered(request: Request) -> None:
    if queries.is_answered(request):
        raise Refused(_("This request was answered already."))


def _refuse_future(day: dt.date) -> None:
    today = timezone.localdate()
    if day > today or day < today - LONGEST:
        raise Refused(_("Choose today or an earlier day, within the last ten years."))


def _commit(text: Text | None) -> str | None:
    return None if text is None else text.commit


def _record(event: Event, seat: Seat, *, by: Actor) -> None:
    record(event, stream=seat.challenge.stream, by=by, party=seat.party.public_id)
