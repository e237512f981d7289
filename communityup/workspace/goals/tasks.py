"""What waits for parties about goals and interests, for the list of tasks."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from communityup.base.prepared import prepared
from communityup.workspace.challenges.permissions import paused
from communityup.workspace.consent.models import PartyConsent
from communityup.workspace.goals.models import Goal, Question, Retirement
from communityup.workspace.goals.queries import ON_THE_TABLE, WORDS
from communityup.workspace.tasks.queries import Asked, Task

_TASK = (WORDS, "challenge__slug", "challenge__title")


def questions_waiting(asked: Asked) -> list[Task]:
    """Return the questions to interests of these parties that wait for an answer."""
    return [
        Task(
            asks=gettext("What lies behind this interest?"),
            about=str(row),
            url=reverse(
                "goals:answer", args=[row.interest.party.challenge.slug, row.interest.public_id, row.public_id]
            ),
            challenge=row.interest.party.challenge.title,
            since=row.asked_at,
            party=row.interest.party_id,
        )
        for row in _unanswered(asked.parties)
    ]


@prepared
def _unanswered(parties: frozenset[int]) -> QuerySet[Question]:
    waiting = Question.objects.filter(answer=None, interest__withdrawn_at=None, interest__party__in=parties)
    return waiting.select_related("words__current", "interest__party__challenge").order_by("pk")


def tasks(asked: Asked) -> list[Task]:
    """Return the goals, and the ends of goals, that these parties did not answer yet.

    In a step back nothing is decided, so nothing of this is asked (E12).
    """
    rows = _goals(asked.parties)
    rows += [
        {name.removeprefix("goal__"): value for name, value in row.items()} for row in _ends_of_goals(asked.parties)
    ]
    return [_task(row) for row in rows]


@prepared
def _goals(parties: frozenset[int]) -> QuerySet[Goal, dict[str, Any]]:
    goals = Goal.objects.filter(state__in=ON_THE_TABLE).annotate(party_asked=F("challenge__parties"))
    new = goals.filter(~Exists(_said()), ~paused("challenge"), party_asked__in=parties)
    rows: QuerySet[Goal, Any] = new.values(*_TASK, "round__opened_at", "party_asked")
    return rows


@prepared
def _ends_of_goals(parties: frozenset[int]) -> QuerySet[Retirement, dict[str, Any]]:
    ends = Retirement.objects.filter(closed_at=None).annotate(party_asked=F("goal__challenge__parties"))
    old = ends.filter(~Exists(_said()), ~paused("goal__challenge"), party_asked__in=parties)
    rows: QuerySet[Retirement, Any] = old.values(*(f"goal__{name}" for name in _TASK), "asked_at", "party_asked")
    return rows


def _said() -> QuerySet[PartyConsent]:
    return PartyConsent.objects.filter(round=OuterRef("round"), party=OuterRef("party_asked"), lapsed_at=None)


def _task(row: dict[str, Any]) -> Task:
    return Task(
        asks=gettext("Shall we let this goal go?") if "asked_at" in row else gettext("Is this goal yours too?"),
        about=row[WORDS] or "",
        url=reverse("goals:page", args=[row["challenge__slug"]]),
        challenge=row["challenge__title"],
        since=row.get("asked_at") or row["round__opened_at"],
        party=row["party_asked"],
    )
