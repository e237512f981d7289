"""What do we show of holding and letting go: a table of subjects and parties, and all that one party said of one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.base.prepared import prepared
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.challenges.permissions import PRESENT
from communityup.workspace.goals.models import Goal
from communityup.workspace.grip.models import Stance, Subject

ROWS_ON_A_PAGE = 50
# How each choice is drawn beside its word: by shape alone, because none is better than another.
SHAPES = {Stance.Choice.HOLD: "■", Stance.Choice.SHARE: "◧", Stance.Choice.LET_GO: "□"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One subject of the table: its address, its words, whether it is a goal, and which party added it."""

    public_id: str
    words: str
    goal: bool
    party: int | None
    subject: int | None


def table(challenge: Challenge, number: str, own: Party | None) -> dict[str, Any]:
    """Return a page of the table, with one cell for each party; the same for everybody."""
    chosen = Paginator(_lines(challenge), ROWS_ON_A_PAGE).get_page(number)
    parties = _parties(challenge)
    return {
        "parties": parties,
        "rows": Page(_rows(list(chosen), parties, own), chosen.number, chosen.paginator),
        "choices": choices(),
    }


def whole_table(challenge: Challenge) -> dict[str, Any]:
    """Return the whole table, to print."""
    parties = _parties(challenge)
    return {"parties": parties, "rows": _rows(_lines(challenge), parties, None), "choices": choices()}


def earlier(challenge: Challenge) -> list[dict[str, Any]]:
    """Return the subjects that are no longer on the table: taken back, or goals that all let go."""
    gone = Subject.objects.filter(challenge=challenge).filter(
        Q(withdrawn_at__isnull=False) | Q(goal__isnull=False) & ~Q(goal__state=Goal.State.SHARED)
    )
    rows = gone.order_by("-added_at", "-pk").values("goal", "words__current__body", "goal__text__current__body")
    return [
        {
            "words": row["words__current__body"] or row["goal__text__current__body"] or "",
            "goal": row["goal"] is not None,
        }
        for row in rows[:ROWS_ON_A_PAGE]
    ]


def choices() -> list[dict[str, str]]:
    """Return the three choices with the shape that stands for each."""
    return [{"value": one.value, "label": str(one.label), "shape": SHAPES[one]} for one in Stance.Choice]


def thing_of(challenge: Challenge, public_id: str) -> Subject | Goal:
    """Return a goal or an added subject of this challenge; raises Http404 for another's."""
    return _goal.first(challenge.pk, public_id) or _added.or_404(challenge.pk, public_id)


@prepared
def _goal(challenge: int, public_id: str) -> QuerySet[Goal]:
    goals = Goal.objects.select_related("challenge__stream", "text__current")
    return goals.filter(challenge=challenge, public_id=public_id)


@prepared
def _added(challenge: int, public_id: str) -> QuerySet[Subject]:
    subjects = Subject.objects.select_related("challenge__stream", "words__current", "party")
    return subjects.filter(challenge=challenge, goal=None, public_id=public_id)


def subject_of(challenge: Challenge, public_id: str) -> Subject:
    """Return a subject that a party added; raises Http404 for a goal, and for another challenge's."""
    found = thing_of(challenge, public_id)
    if not isinstance(found, Subject):
        raise Http404
    return found


def party_of(challenge: Challenge, number: int) -> Party:
    """Return a party of this challenge by its number; raises Http404 for one that is not there."""
    found = challenge.parties.select_related("challenge__stream").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def stances(thing: Subject | Goal, party: Party) -> list[dict[str, Any]]:
    """Return all that a party said of a subject, the last first; what counts now has no end."""
    of = Q(subject__goal=thing.pk) if isinstance(thing, Goal) else Q(subject=thing.pk)
    rows = (
        Stance.objects.filter(of, party=party).order_by("-pk").values("choice", "why__current__body", "set_at", "until")
    )
    return [{**row, **_drawn(row["choice"]), "why": row["why__current__body"] or ""} for row in rows]


def state(challenge: Challenge) -> str:
    """Return in a few words about how many subjects somebody said something, for the page of the lead-in."""
    count = Subject.objects.filter(challenge=challenge, withdrawn_at=None, stances__until=None).distinct()
    said = count.filter(stances__isnull=False).count()
    return ngettext("%(count)d subject", "%(count)d subjects", said) % {"count": said} if said else ""


def _lines(challenge: Challenge) -> list[Line]:
    """Return the shared goals, then what parties added, each the oldest first; two queries."""
    goals = Goal.objects.filter(challenge=challenge, state=Goal.State.SHARED).order_by("shared_at", "pk")
    added = Subject.objects.filter(challenge=challenge, goal=None, withdrawn_at=None).order_by("added_at", "pk")
    kept = dict(Subject.objects.filter(goal__in=goals.values("pk")).values_list("goal", "pk"))
    return [
        *(
            Line(public_id=public_id, words=words or "", goal=True, party=None, subject=kept.get(key))
            for key, public_id, words in goals.values_list("pk", "public_id", "text__current__body")
        ),
        *(
            Line(public_id=public_id, words=words or "", goal=False, party=party, subject=key)
            for key, public_id, words, party in added.values_list("pk", "public_id", "words__current__body", "party")
        ),
    ]


def _parties(challenge: Challenge) -> list[dict[str, Any]]:
    """Return a column per party: who takes part, and who left and had said something."""
    said = Q(pk__in=Stance.objects.filter(subject__challenge=challenge, until=None).values("party"))
    found = challenge.parties.filter(Q(state__in=PRESENT) | said).order_by("number")
    return [
        {"pk": pk, "number": number, "name": name, "left": state == Party.State.LEFT}
        for pk, number, name, state in found.values_list("pk", "number", "name", "state")
    ]


def _rows(lines: Sequence[Line], parties: Iterable[dict[str, Any]], own: Party | None) -> list[dict[str, Any]]:
    """Return each subject with a cell per party; one query."""
    kept = Stance.objects.filter(subject__in=[line.subject for line in lines if line.subject], until=None)
    said: dict[tuple[int | None, int], dict[str, Any]] = {
        (row["subject"], row["party"]): {**row, **_drawn(row["choice"]), "why": row["words"] or ""}
        for row in kept.annotate(words=F("why__current__body")).values("subject", "party", "choice", "words", "set_at")
    }
    nothing: dict[str, Any] = {"choice": "", "label": _("not said yet"), "shape": "", "why": "", "set_at": None}
    return [
        {
            "line": line,
            "own": own is not None and line.party == own.pk,
            "cells": [{**said.get((line.subject, party["pk"]), nothing), "party": party} for party in parties],
        }
        for line in lines
    ]


def _drawn(choice: str) -> dict[str, str]:
    one = Stance.Choice(choice)
    return {"label": str(one.label), "shape": SHAPES[one]}
