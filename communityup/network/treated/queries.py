"""What do we show of learning questions in sessions: the sessions of a question, and the questions of a session."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.gatherings.queries import when_of
from communityup.network.meetings.models import Session
from communityup.network.members.models import Delegate
from communityup.network.networks.models import Network
from communityup.network.peers.models import LearningQuestion
from communityup.network.treated.models import Treated

MOST, WORDS = 100, 100
Also = Callable[[LearningQuestion], Q]
"""Gives in which sessions a question is treated besides, as an app above knows."""
_ALSO: list[Also] = []
MOMENT = ("gathering__rough", "gathering__begins_at", "gathering__ends_at")


def register_also(source: Also) -> None:
    """Let an app above say in which sessions a question is treated besides; called in AppConfig.ready."""
    if source not in _ALSO:
        _ALSO.append(source)


def sessions_of(question: LearningQuestion) -> list[dict[str, Any]]:
    """Return the sessions in which a question was treated, the first one first, as rows; one query."""
    which = reduce(or_, (source(question) for source in _ALSO), Q(treats__question=question))
    found = Session.objects.filter(pk__in=Session.objects.filter(which).values("pk"), is_closed=False)
    rows = found.order_by(F("gathering__begins_at").asc(nulls_last=True), "pk")
    return [
        {
            "url": reverse("meetings:session", args=[question.network.slug, row["slug"]]),
            "title": _title(row),
            "note": when_of(*(row[name] for name in MOMENT)),
            "public_id": row["public_id"],
        }
        for row in rows.values("public_id", "slug", "number", "gathering__title", *MOMENT)[:MOST]
    ]


def questions_of(session: Session) -> list[dict[str, Any]]:
    """Return the questions that were treated in a session, as rows; one query."""
    found = Treated.objects.filter(session=session).order_by("said_at", "pk")
    rows = found.values("question__public_id", "question__theme", "question__words__current__body")
    return [
        {
            "url": reverse("peers:question", args=[session.network.slug, row["question__public_id"]]),
            "title": row["question__words__current__body"] or row["question__theme"],
            "note": row["question__theme"],
            "public_id": row["question__public_id"],
        }
        for row in rows[:MOST]
    ]


def told(session: Session) -> list[dict[str, Any]]:
    """Tell on the page of a session which learning questions are treated there (B9); one query."""
    rows = [] if session.is_closed else questions_of(session)
    return [{"title": _("Learning questions of this session"), "links": rows}] if rows else []


def around(session: Session, *, own: bool, inside: bool) -> list[dict[str, Any]]:
    """Return the way to say so from the page of a session, for coordinators and members."""
    if not inside or session.is_closed or session.gathering.cancelled_at is not None:
        return []
    url = reverse("treated:of_session", args=[session.network.slug, session.public_id])
    return [{"url": url, "label": _("Learning questions here"), "own": own, "inside": True}]


def sessions_to_choose(network: Network) -> list[tuple[str, str]]:
    """Return the open sessions of a network that go on or were, the newest first, as choices; one query."""
    found = network.sessions.filter(is_closed=False, gathering__cancelled_at=None)
    rows = found.order_by(F("gathering__begins_at").desc(nulls_first=True), "-pk")
    return [
        (row["public_id"], " · ".join(part for part in (_title(row), when_of(*(row[name] for name in MOMENT))) if part))
        for row in rows.values("public_id", "number", "gathering__title", *MOMENT)[:MOST]
    ]


def questions_to_choose(network: Network, own: Delegate | None) -> list[tuple[str, str]]:
    """Return the questions that somebody can put with a session, the newest first, as choices; one query.

    Who coordinates (`own` is None) can choose all of them, a member those on which it searches along.
    """
    found = LearningQuestion.objects.filter(network=network, words__current__hidden_at=None)
    if own is not None:
        found = found.filter(owners__member=own.member_id, owners__accepted_at__isnull=False)
    rows = found.order_by("-opened_at", "-pk").values_list("public_id", "words__current__body")
    return [(public_id, words if len(words) <= WORDS else f"{words[:WORDS]}…") for public_id, words in rows[:MOST]]


def _title(row: dict[str, Any]) -> str:
    return " ".join(part for part in (row["number"], row["gathering__title"]) if part)
