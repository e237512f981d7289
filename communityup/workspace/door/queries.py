"""What do we show of formal requests: the list, one request with all that came back, and the letter to print."""

import datetime as dt
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communityup.base.prepared import prepared
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.door.models import Answer, Deadline, Request
from communityup.workspace.door.permissions import recorder_of
from communityup.workspace.tasks.queries import Asked, Task

REQUESTS_ON_A_PAGE = 20
DAYS_BEFORE = 7
ABOUT: dict[str, Promise] = {
    Request.Kind.ORDINANCE: gettext_lazy(
        "Ask to take part as the participation ordinance of your municipality says: in preparing, in carrying out "
        "and in looking back."
    ),
    Request.Kind.CHALLENGE: gettext_lazy(
        "Ask to take over a task of the municipality, with the means that belong to it. Your municipality has its own "
        "rules for this."
    ),
    Request.Kind.PLANNING: gettext_lazy(
        "Ask something in a procedure of the Environment and Planning Act, such as a plan or a permit."
    ),
}


def _requests() -> Any:
    found = Request.objects.select_related(
        "challenge__stream",
        "party",
        "addressed_to",
        "addressee__current",
        "asks__current",
        "why__current",
        "needs__current",
    )
    answers = Answer.objects.select_related("party", "words__current")
    deadlines = Deadline.objects.select_related("set_by", "source__current")
    return found.prefetch_related(Prefetch("answers", answers), Prefetch("deadlines", deadlines))


def page(challenge: Challenge, number: str) -> Page[Any]:
    """Return a page of requests, the newest first; each as `row` gives it."""
    ordered = _requests().filter(challenge=challenge).order_by("-written_at", "-pk")
    chosen = Paginator(ordered, REQUESTS_ON_A_PAGE).get_page(number)
    return Page([row(request) for request in chosen], chosen.number, chosen.paginator)


def row(request: Request) -> dict[str, Any]:
    """Return what is shown of one request, the same for everybody."""
    answers, deadlines = list(request.answers.all()), list(request.deadlines.all())
    counts = next((one for one in deadlines if one.replaced_by_id is None), None)
    last = answers[-1] if answers else None
    final = last is not None and last.outcome != Answer.Outcome.CONSIDERING
    return {
        "request": request,
        "about": ABOUT[request.kind],
        "parts": parts_of(request),
        "deadline": counts,
        "earlier_deadlines": [one for one in deadlines if one.replaced_by_id is not None],
        "answers": answers,
        "answered": final,
        "state": _state(request, last),
        "tone": "ok" if final or request.withdrawn_at else "open" if request.sent_on else "plain",
        "recorder": recorder_of(request),
        "waits": request.sent_on is not None and not final and request.withdrawn_at is None,
    }


def detail(request: Request, own: Party | None) -> dict[str, Any]:
    """Return the row of one request with what one's own party can do about it now."""
    shown, recorder = row(request), recorder_of(request)
    live, sent = request.withdrawn_at is None, request.sent_on is not None
    asks, records = own is not None and own.pk == request.party_id, own is not None and own.pk == recorder.pk
    return {
        "row": shown,
        "can": {
            "reword": asks and live and not sent,
            "send": asks and live and request.received_on is None,
            "take_back": asks and live and not shown["answered"],
            "receive": records and live and sent and shown["deadline"] is None,
            "deadline": records and live and request.received_on is not None and not shown["answered"],
            "answer": records and live and sent,
        },
    }


def request_of(challenge: Challenge, public_id: str) -> Request:
    """Return a request of this challenge; raises Http404 for another's."""
    return _request.or_404(challenge.pk, public_id)


@prepared
def _request(challenge: int, public_id: str) -> QuerySet[Request]:
    found: QuerySet[Request] = _requests().filter(challenge=challenge, public_id=public_id)
    return found


def asked_of(request: Request) -> dict[str, Any]:
    """Return what a request says now, as one fills it in."""
    return {
        "asks": str(request.asks),
        "why": str(request.why),
        "needs": str(request.needs or ""),
        "preparing": request.preparing,
        "carrying_out": request.carrying_out,
        "evaluating": request.evaluating,
    }


def parts_of(request: Request) -> list[str]:
    """Return in words which part of the work a request about the ordinance is about."""
    named = [
        (request.preparing, _("preparing")),
        (request.carrying_out, _("carrying out")),
        (request.evaluating, _("looking back")),
    ]
    return [label for chosen, label in named if chosen]


def deadline_of(request: Request) -> Deadline | None:
    """Return the deadline that counts now, if any."""
    return Deadline.objects.select_related("source__current").filter(request=request, replaced_by=None).first()


def is_answered(request: Request) -> bool:
    """Say whether the last answer that was recorded is final: accepted or refused."""
    last = Answer.objects.filter(request=request).last()
    return last is not None and last.outcome != Answer.Outcome.CONSIDERING


def due_deadlines(now: dt.datetime, most: int) -> list[Deadline]:
    """Return the deadlines that are near, of which nobody was told yet."""
    last = timezone.localdate(now) + dt.timedelta(days=DAYS_BEFORE)
    waiting = Deadline.objects.filter(
        reminded_at=None, replaced_by=None, day__lte=last, day__gte=timezone.localdate(now)
    )
    return list(waiting.order_by("day", "pk")[:most])


def state(challenge: Challenge) -> str:
    """Return in a few words how many requests wait for an answer, for the page of the lead-in."""
    found = _requests().filter(challenge=challenge, sent_on__isnull=False, withdrawn_at=None)
    waiting = sum(not row(request)["answered"] for request in found)
    return (
        ngettext("%(count)d request waits", "%(count)d requests wait", waiting) % {"count": waiting} if waiting else ""
    )


def tasks(asked: Asked) -> list[Task]:
    """Return the requests for which these parties were asked: to record receipt, or the answer by its day."""
    return [_task(one) for one in _sent_to(asked.parties) if one["outcome"] in {None, Answer.Outcome.CONSIDERING}]


@prepared
def _sent_to(parties: frozenset[int]) -> QuerySet[Request, Any]:
    """Return the requests to these parties, each with its last answer and the deadline that counts."""
    answers = Answer.objects.filter(request=OuterRef("pk")).order_by("-pk")
    deadlines = Deadline.objects.filter(request=OuterRef("pk"), replaced_by=None)
    found = Request.objects.filter(addressed_to__in=parties, sent_on__isnull=False, withdrawn_at=None)
    known = found.annotate(outcome=Subquery(answers.values("outcome")[:1]), due=Subquery(deadlines.values("day")[:1]))
    return known.order_by("written_at", "pk").values(
        "public_id", "asks__current__body", "written_at", "received_on", "addressed_to", "challenge__slug",
        "challenge__title", "outcome", "due",
    )  # fmt: skip


def _task(row: dict[str, Any]) -> Task:
    received = row["received_on"] is not None
    return Task(
        asks=_("Answer this formal request") if received else _("On which day did this formal request come in?"),
        about=row["asks__current__body"] or "",
        url=reverse("door:request", args=[row["challenge__slug"], row["public_id"]]),
        challenge=row["challenge__title"],
        since=row["written_at"],
        party=row["addressed_to"],
        due=row["due"],
    )


def _state(request: Request, last: Answer | None) -> str:
    if request.withdrawn_at is not None:
        return _("taken back")
    if last is not None:
        return last.get_outcome_display()
    if request.received_on is not None:
        return _("received")
    return _("not sent yet") if request.sent_on is None else _("sent")
