"""What do we show of learning questions: the list with its filters, one question, whom one can ask, and tasks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communityup.base.prepared import prepared
from communityup.network.members import queries as members
from communityup.network.members.models import Delegate, Member
from communityup.network.networks.models import Network
from communityup.network.networks.queries import Tab
from communityup.network.peers.models import Experience, LearningQuestion, Owner
from communityup.network.peers.permissions import is_last, reopens_until

ON_A_PAGE, TO_ASK = 50, 50
State = LearningQuestion.State
LABELS: dict[str, Any] = dict(State.choices)
OF_NETWORK = ("network__slug", "network__name")


Sessions = Callable[[LearningQuestion], list[dict[str, Any]]]
"""Gives the sessions in which a question was treated, as rows."""

_SESSIONS: list[Sessions] = []


def register_sessions(source: Sessions) -> None:
    """Say who knows in which sessions a question was treated; called in AppConfig.ready of the app that does."""
    _SESSIONS[:] = [source]


def questions(network: Network, filters: Mapping[str, str], page: str) -> Page[Any]:
    """Return one page of the learning questions as rows, the newest first; `filters`: words in theme or words, a state.

    Three queries, for one question or for fifty.
    """
    found = LearningQuestion.objects.filter(network=network)
    if theme := filters.get("theme"):
        found = found.filter(Q(theme__icontains=theme) | Q(words__current__body__icontains=theme))
    if state := filters.get("state"):
        found = found.filter(state=state)
    rows = found.order_by("-opened_at", "-pk").values("pk", "public_id", "theme", "state", "words__current__body")
    chosen = Paginator(rows, ON_A_PAGE).get_page(page)
    shown = list(chosen)
    names = defaultdict[int, list[str]](list)
    owning = Owner.objects.filter(question__in=[row["pk"] for row in shown], accepted_at__isnull=False)
    for question, name in owning.filter(member__left_at=None).values_list("question_id", "member__name"):
        names[question].append(name)
    return Page([_row(network, {**row}, names[row["pk"]]) for row in shown], chosen.number, chosen.paginator)


def worded() -> list[dict[str, Any]]:
    """Return the learning questions of all networks that can be read as rows, the newest first; one query."""
    found = LearningQuestion.objects.filter(words__current__hidden_at=None, words__current__erased_at=None)
    rows = found.order_by("-opened_at", "-pk").values("public_id", "theme", "words__current__body", *OF_NETWORK)
    return [
        {
            "url": reverse("peers:question", args=[row["network__slug"], row["public_id"]]),
            "title": row["words__current__body"],
            "note": f"{row['theme']} · {row['network__name']}",
        }
        for row in rows
    ]


def _row(network: Network, row: dict[str, Any], owners: list[str]) -> dict[str, Any]:
    return {
        "url": reverse("peers:question", args=[network.slug, row["public_id"]]),
        "title": row["words__current__body"],
        "note": " · ".join(part for part in (row["theme"], str(LABELS[row["state"]]), ", ".join(owners)) if part),
    }


def question_of(network: Network, public_id: str) -> LearningQuestion:
    """Return a learning question of this network by its id; raises Http404."""
    found = LearningQuestion.objects.select_related("network__stream", "words__current", "closing__current")
    return get_object_or_404(found, network=network, public_id=public_id)


def experience_of(network: Network, public_id: str) -> Experience:
    """Return an experience with a question of this network by its id; raises Http404."""
    found = Experience.objects.select_related("member", "question__network__stream")
    return get_object_or_404(found, question__network=network, public_id=public_id)


def page_of(question: LearningQuestion, own: Delegate | None) -> dict[str, Any]:
    """Return what stands on the page of a question; experiences by the name of the member, then by time (A4)."""
    owners = list(question.owners.filter(member__left_at=None).select_related("member"))
    told = question.experiences.filter(taken_back_at=None, member__left_at=None)
    told = told.select_related("member", "did__current", "happened__current")
    versions = question.words.versions.order_by("-number")
    mine = next((one for one in owners if own is not None and one.member_id == own.member_id), None)
    return {
        "question": question,
        "state": LABELS[question.state],
        "is_open": question.state == State.OPEN,
        "owners": [one.member for one in owners if one.accepted_at is not None],
        "asked": [one.member for one in owners if one.accepted_at is None and one.stopped_at is None],
        "endings": [
            {"ending": one, "outcome": LABELS[one.outcome]} for one in question.endings.select_related("words__current")
        ],
        "reopens_until": _until(question) if mine is not None and mine.accepted_at is not None else None,
        "earlier": [one for one in versions if one.pk != question.words.current_id],
        "experiences": list(told.order_by("member__name", "member_id", "told_at", "pk")),
        "sessions": [row for source in _SESSIONS for row in source(question)],
        "own_delegate": own,
        "searches": mine is not None and mine.accepted_at is not None,
        "can_stop": mine is not None and mine.accepted_at is not None and not is_last(mine),
        "stopped_at": None if mine is None else mine.stopped_at,
        "is_asked": mine is not None and mine.accepted_at is None and mine.stopped_at is None,
    }


def _until(question: LearningQuestion) -> dt.date | None:
    """Return until when a closed question can be opened again, as long as that is so."""
    last = reopens_until(question)
    return last if question.state != State.OPEN and last >= timezone.localdate() else None


def before_closing(question: LearningQuestion, own: Owner) -> dict[str, Any]:
    """Return what somebody reads before they close a question: for whom they do, and until when it can open again."""
    others = question.owners.filter(accepted_at__isnull=False, member__left_at=None).exclude(pk=own.pk)
    names = list(others.values_list("member__name", flat=True))
    return {"question": question, "closing_for": names, "closes": True, "reopens_until": reopens_until(question)}


def to_ask(own: Delegate, network: Network, filters: Mapping[str, str]) -> list[Member]:
    """Return whom somebody can ask to search along: the members of the directory with these filters, but one's own."""
    found = members.filtered(network, filters).exclude(public_id=own.member.public_id)
    return list(found.order_by("name", "pk")[:TO_ASK])


def tasks(addresses: Collection[str]) -> list[dict[str, Any]]:
    """Return the questions for which a member was asked, for who acts for it with one of these addresses; one query."""
    return [
        {
            "about": row["question__words__current__body"],
            "url": reverse("peers:question", args=[row["question__network__slug"], row["question__public_id"]]),
            "network": row["question__network__name"],
            "since": row["asked_at"],
            "email": row["member__delegates__person__email"],
        }
        for row in _asked(frozenset(addresses))
    ]


@prepared
def _asked(addresses: frozenset[str]) -> QuerySet[Owner, dict[str, Any]]:
    waiting = Owner.objects.filter(accepted_at=None, stopped_at=None, question__state=State.OPEN, member__left_at=None)
    found = waiting.filter(member__delegates__person__email__in=addresses)
    place = ("question__network__slug", "question__network__name", "question__public_id")
    rows: QuerySet[Owner, dict[str, Any]] = found.values(
        "asked_at", "question__words__current__body", *place, "member__delegates__person__email"
    )
    return rows


TABS = (Tab(key="peers", label=_("Learning questions"), url_name="peers:list", order=25),)
