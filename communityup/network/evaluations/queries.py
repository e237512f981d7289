"""What do we show of looking back: the questions to who was there, and counts to everybody once it closed."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communityup.base.prepared import prepared
from communityup.gatherings.models import Registration
from communityup.gatherings.permissions import is_over
from communityup.network.evaluations import permissions
from communityup.network.evaluations.models import Answer, Evaluation, Worth
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.newsletter.permissions import opened_by, token
from communityup.network.takeaways.queries import there, was_there
from communityup.ui.templatetags.ui import long_date

QUESTIONS: Mapping[str, Any] = {
    "worth": gettext_lazy("Was this session worth your time?"),
    "got": gettext_lazy("Did you get what you came for?"),
    "equal": gettext_lazy("Could everybody take part as equals?"),
}
SIZES = {key: len(Worth.choices) for key in QUESTIONS}


def place_of(network: Network, mark: str) -> Registration | None:
    """Return the place to which a link to answer leads; None for one that was given back or forgotten.

    Raises Http404 for a link that we never signed.
    """
    public_id = opened_by(permissions.ANSWER, mark)
    if public_id is None:
        raise Http404
    found = Registration.objects.select_related("gathering").filter(gathering__session__network=network)
    return found.filter(public_id=public_id).first()


def evaluation_of(session: Session) -> Evaluation | None:
    """Return how far looking back on a session is."""
    return Evaluation.objects.filter(session=session).first()


def own_answer(registration: Registration) -> Answer | None:
    """Return what somebody with this place answered, as long as it is kept."""
    return Answer.objects.filter(registration=registration).first()


def answering(session: Session, registration: Registration) -> dict[str, Any]:
    """Return what stands around the questions: until when one can answer, and whether one did."""
    return {
        "session": session,
        "closes_at": permissions.closes_at(session),
        "answered": own_answer(registration),
        "token": permissions.answer_token(registration),
    }


def words_of(answer: Answer | None) -> dict[str, Any]:
    """Return with what the questions begin."""
    return {} if answer is None else {name: getattr(answer, name) for name in (*QUESTIONS, "words")}


def counted(evaluation: Evaluation) -> dict[str, dict[str, int]]:
    """Return the answers to each question, by a key for each: for the count when it closes alone, never shown."""
    rows = list(evaluation.answers.values("pk", *QUESTIONS))
    return {key: {str(row["pk"]): row[key] for row in rows if row[key] is not None} for key in QUESTIONS}


def to_open() -> QuerySet[Session]:
    """Return the sessions that ended and of which nobody was asked yet; none that was only written down afterwards."""
    now = timezone.now()
    over = Session.objects.filter(
        evaluation=None,
        gathering__cancelled_at=None,
        gathering__ends_at__lte=now,
        gathering__ends_at__gt=now - permissions.CLOSES_AFTER,
        planned_at__lt=F("gathering__ends_at"),
    )
    held = over.filter(Exists(Registration.objects.filter(gathering=OuterRef("gathering"), state="seat")))
    return held.select_related("network__stream", "gathering").order_by("pk")


def to_remind() -> QuerySet[Evaluation]:
    """Return what was opened more than a week after a session and not closed; each once."""
    now = timezone.now()
    late, closed = now - permissions.REMINDED_AFTER, now - permissions.CLOSES_AFTER
    waiting = Evaluation.objects.filter(reminded_at=None, closed_at=None, opened_at__lte=late)
    return waiting.filter(session__gathering__ends_at__lte=late, session__gathering__ends_at__gt=closed).order_by("pk")


def to_close() -> QuerySet[Evaluation]:
    """Return what is open two weeks after its session."""
    ended = timezone.now() - permissions.CLOSES_AFTER
    return Evaluation.objects.filter(closed_at=None, session__gathering__ends_at__lte=ended).order_by("pk")


def still_to_answer(evaluation: Evaluation) -> list[Registration]:
    """Return who was there and did not answer; for asking them once more alone."""
    answered = set(evaluation.answers.values_list("registration", flat=True))
    found = there(Registration.objects.filter(gathering=evaluation.session.gathering_id))
    return [one for one in found.select_related("person").order_by("pk") if one.pk not in answered]


def for_who_comes(session: Session, registration: Registration) -> list[dict[str, Any]]:
    """Return the link to the questions for who was there, as long as one can answer."""
    if not is_over(session.gathering) or session.gathering.cancelled_at is not None:
        return []
    if not permissions.takes_answers(session, evaluation_of(session)) or not was_there(registration):
        return []
    answered = Answer.objects.filter(registration=registration).exists()
    url = reverse("evaluations:answer", args=[session.network.slug, permissions.answer_token(registration)])
    return [{"url": url, "label": _("Change my answers") if answered else _("How was it? Three short questions")}]


def around(session: Session, *, own: bool, inside: bool) -> list[dict[str, Any]]:
    """Return the way to what should be otherwise, on the page of a session that was, for who coordinates."""
    del inside
    if not own or not is_over(session.gathering) or session.gathering.cancelled_at is not None:
        return []
    return [{**_way_to_words(session), "own": True}]


def for_speakers(session: Session) -> list[dict[str, Any]]:
    """Return the same for who speaks in the recording, on their own page, once it closed; one query."""
    evaluation = evaluation_of(session)
    return [] if evaluation is None or evaluation.closed_at is None else [_way_to_words(session)]


def _way_to_words(session: Session) -> dict[str, Any]:
    url = reverse("evaluations:words", args=[session.network.slug, session.public_id])
    return {"url": url, "label": _("What should be otherwise next time")}


def told(session: Session) -> list[dict[str, Any]]:
    """Return what everybody reads on the page of a session: when it closes, and from then on the counts; one query."""
    if not is_over(session.gathering) or session.gathering.cancelled_at is not None:
        return []
    evaluation = evaluation_of(session)
    if evaluation is None:
        return []
    title = _("How people found it")
    if evaluation.closed_at is None:
        return [{"title": title, "note": _open_until(session)}]
    return [{"title": title, "spreads": spreads_of(evaluation.counts), "note": _private()}]


def below(session: Session) -> list[dict[str, Any]]:
    """Return the same below a report once it closed; the report of a closed session is public, its counts are not."""
    return [] if session.is_closed else [block for block in told(session) if "spreads" in block]


def spreads_of(counts: Mapping[str, list[int] | None] | None) -> list[dict[str, Any]]:
    """Return each question with its counts, or with none where they are kept back."""
    labels = [str(label) for label in Worth.labels]
    given = counts or {}
    return [{"question": question, "counts": given.get(key), "choices": labels} for key, question in QUESTIONS.items()]


def of_year(found: QuerySet[Session]) -> dict[str, Any]:
    """Return the counts of these sessions added up; one query.

    Nothing stands beside anything else, and only counts that everybody reads are added: what is kept back or belongs
    to a closed session cannot be found by subtracting.
    """
    rows = Evaluation.objects.filter(session__in=found, session__is_closed=False, closed_at__isnull=False)
    every: list[dict[str, list[int] | None]] = [counts or {} for counts in rows.values_list("counts", flat=True)]
    total = {key: _added(given for counts in every if (given := counts.get(key))) for key in QUESTIONS}
    return {"spreads": spreads_of(total)} if any(total.values()) else {}


def said(session: Session) -> dict[str, Any]:
    """Return what coordinators and speakers read: what should be otherwise, or why there is nothing to read."""
    evaluation = evaluation_of(session)
    return {
        "session": session,
        "evaluation": evaluation,
        "closes_at": permissions.closes_at(session),
        "said": [] if evaluation is None else list(evaluation.said.values_list("words", flat=True)),
    }


def tasks(addresses: Collection[str]) -> list[dict[str, Any]]:
    """Return the sessions of which somebody with one of these addresses did not yet say how it was; one query."""
    network = "gathering__session__network"
    return [
        {
            "about": row["gathering__title"],
            "url": reverse(
                "evaluations:answer",
                args=[row[f"{network}__slug"], token(permissions.ANSWER, row["public_id"])],
            ),
            "network": row[f"{network}__name"],
            "since": row["gathering__session__evaluation__opened_at"],
            "email": row["email"],
        }
        for row in _unanswered(frozenset(addresses))
    ]


@prepared
def _unanswered(addresses: frozenset[str]) -> QuerySet[Registration, dict[str, Any]]:
    evaluation, network = "gathering__session__evaluation", "gathering__session__network"
    waiting = Registration.objects.filter(**{f"{evaluation}__closed_at": None, f"{evaluation}__isnull": False})
    asked = there(waiting.filter(email__in=addresses, gathering__cancelled_at=None))
    still = asked.exclude(Exists(Answer.objects.filter(registration=OuterRef("pk"))))
    rows: QuerySet[Registration, dict[str, Any]] = still.order_by("pk").values(
        "public_id", "email", "gathering__title", f"{network}__slug", f"{network}__name", f"{evaluation}__opened_at"
    )
    return rows


def _added(counts: Iterable[list[int]]) -> list[int] | None:
    rows = list(counts)
    return [sum(column) for column in zip(*rows, strict=True)] if rows else None


def _open_until(session: Session) -> str:
    words = {"day": long_date(permissions.closes_at(session))}
    if session.is_closed:
        return (
            _("Who was there can still say how it was. From %(day)s on who is invited reads the counts here.") % words
        )
    return _("Who was there can still say how it was. From %(day)s on everybody reads the counts here.") % words


def _private() -> str:
    return _("Who answered what is known to nobody any more: those answers were deleted when this was counted.")
