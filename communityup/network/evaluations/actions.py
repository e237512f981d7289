"""What can one do when a session is over: answer, change that, take it back; and what the clock does."""

import secrets

from django.db import transaction
from django.utils import timezone

from communityup.gatherings.models import Registration
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.methods.spreads import Spread, spreads
from communityup.network.evaluations import events, notices, permissions, queries
from communityup.network.evaluations.models import Answer, Evaluation, Said
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, leave_no_trace


@transaction.atomic
def answer(
    session: Session, registration: Registration, *, worth: int | None, got: int | None, equal: int | None, words: str
) -> Answer:
    """Keep what somebody answered; answering again changes it. No line tells that anybody did.

    Who may is who has this place: the link in their letter and their own page are all there is of them here.
    """
    permissions.refuse_absent(session, registration)
    _lock(session)
    permissions.refuse_closed(session, queries.evaluation_of(session))
    given = {"worth": worth, "got": got, "equal": equal, "words": clean_words(words) if words.strip() else ""}
    kept, _new = Answer.objects.update_or_create(evaluation=begin(session), registration=registration, defaults=given)
    return kept


@transaction.atomic
def take_back(session: Session, registration: Registration) -> None:
    """Take one's answers back as long as they were not counted. Clicking twice changes nothing."""
    _lock(session)
    permissions.refuse_closed(session, queries.evaluation_of(session))
    Answer.objects.filter(registration=registration).delete()


@transaction.atomic
def begin(session: Session) -> Evaluation:
    """Begin to ask who was at a session how it was; once, whoever comes first: the clock or the first who answers."""
    _lock(session)
    made, is_new = Evaluation.objects.get_or_create(session=session, defaults={"opened_at": timezone.now()})
    if is_new:
        _record(events.EvaluationOpened(object=session.public_id), session, "evaluations.open")
    return made


def open_due() -> int:
    """Begin to ask after every session that ended; return how many."""
    return sum(begin(session) is not None for session in list(queries.to_open()))


def remind_due() -> int:
    """Ask who did not answer once more, a week after the session; return for how many sessions."""
    return sum(_remind(pk) for pk in list(queries.to_remind().values_list("pk", flat=True)))


@transaction.atomic
def _remind(pk: int) -> bool:
    evaluation = _locked(pk)
    if evaluation.reminded_at is not None or evaluation.closed_at is not None:
        return False
    evaluation.reminded_at = timezone.now()
    evaluation.save(update_fields=["reminded_at"])
    session = evaluation.session
    _record(events.EvaluationReminded(object=session.public_id), session, "evaluations.remind")
    for registration in queries.still_to_answer(evaluation):
        if registration.person is None:
            notices.ask_again_by_letter(session, registration)
    return True


def close_due() -> int:
    """Count the answers two weeks after a session, and delete them; return of how many sessions."""
    return sum(_close(pk) for pk in list(queries.to_close().values_list("pk", flat=True)))


@transaction.atomic
def _close(pk: int) -> bool:
    """Count, and delete who answered what, in one: nothing is told that can be counted again."""
    evaluation = _locked(pk)
    if evaluation.closed_at is not None:
        return False
    shown = spreads(queries.counted(evaluation), {}, sizes=queries.SIZES, draw=secrets.choice)
    if any(shown.values()):
        _keep_words(evaluation)
    evaluation.answers.all().delete()
    evaluation.closed_at, evaluation.counts = timezone.now(), shown
    evaluation.save(update_fields=["closed_at", "counts"])
    session = evaluation.session
    told = {key: _fact(None if session.is_closed else spread) for key, spread in shown.items()}
    _record(events.EvaluationClosed(object=session.public_id, **told), session, "evaluations.close")
    transaction.on_commit(leave_no_trace)
    return True


def _keep_words(evaluation: Evaluation) -> None:
    """Keep what people want otherwise without a name, in an order by lot."""
    words = list(evaluation.answers.exclude(words="").values_list("words", flat=True))
    secrets.SystemRandom().shuffle(words)
    Said.objects.bulk_create(Said(evaluation=evaluation, place=place, words=one) for place, one in enumerate(words))


def forget_due() -> int:
    """Delete what people wanted otherwise when the addresses of a session go; return how many things."""
    before = timezone.now() - permissions.WORDS_KEPT
    return Said.objects.filter(evaluation__session__gathering__ends_at__lt=before).delete()[0]


def _fact(spread: Spread | None) -> str:
    return "" if spread is None else "-".join(str(count) for count in spread)


def _lock(session: Session) -> None:
    Network.objects.select_for_update(of=("self",)).get(pk=session.network_id)


def _locked(pk: int) -> Evaluation:
    """Return an evaluation under the lock of its network, as it is now."""
    found = Evaluation.objects.select_related("session__network__stream", "session__gathering")
    _lock(found.get(pk=pk).session)
    return found.get(pk=pk)


def _record(event: Event, session: Session, job: str) -> None:
    record(event, stream=session.network.stream, by=Actor.job(job))
