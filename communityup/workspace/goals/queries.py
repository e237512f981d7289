"""What do we show of interests and goals: columns per party, the matrix, goals with the standing of every party."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from communityup.base.errors import NotAllowed
from communityup.base.ids import is_id
from communityup.base.prepared import prepared
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Party, Phase
from communityup.workspace.challenges.queries import active_parties, clock, marks
from communityup.workspace.consent.models import PartyConsent, Round
from communityup.workspace.consent.queries import Lasting, mandates, review_days
from communityup.workspace.corrections.queries import Found
from communityup.workspace.facts.queries import Usable, resting, usable
from communityup.workspace.formal.queries import Outcome
from communityup.workspace.goals.models import Goal, Interest, Question, Relation, Retirement
from communityup.workspace.goals.permissions import asking_party

ON_THE_TABLE = (Goal.State.PROPOSED, Goal.State.SHARED)
NOT_YET = (Phase.LEAD_IN, Phase.CLOSED)
WORDS = "text__current__body"


def shared_goals(challenge: Challenge, _viewer: object = None) -> list[str]:
    """Return the words of the goals that all parties share, the oldest first: in view on every page, for all alike."""
    return _words_of_shared(challenge.pk)


@prepared
def _words_of_shared(challenge: int) -> QuerySet[Goal, str]:
    goals = Goal.objects.filter(challenge=challenge, state=Goal.State.SHARED)
    return goals.order_by("shared_at", "pk").values_list(WORDS, flat=True)


def decided(challenge: Challenge) -> list[Outcome]:
    """Return the goals that all parties share, as outcomes of the table that a formal decision can be about."""
    goals = Goal.objects.filter(challenge=challenge, state=Goal.State.SHARED).order_by("shared_at", "pk")
    url, state = reverse("goals:page", args=[challenge.slug]), gettext("shared goal")
    return [
        Outcome(kind="goal", public_id=public_id, label=words or "", state=state, url=url)
        for public_id, words in goals.values_list("public_id", WORDS)
    ]


def interest_of(challenge: Challenge, public_id: str) -> Interest | None:
    """Return one interest of this challenge, or None."""
    return _interest.first(challenge.pk, public_id)


@prepared
def _interest(challenge: int, public_id: str) -> QuerySet[Interest]:
    interests = Interest.objects.select_related("party__challenge__stream", "text__current")
    return interests.filter(party__challenge=challenge, public_id=public_id)


def goal_of(challenge: Challenge, public_id: str) -> Goal | None:
    """Return one goal of this challenge, or None."""
    return _goal.first(challenge.pk, public_id)


@prepared
def _goal(challenge: int, public_id: str) -> QuerySet[Goal]:
    goals = Goal.objects.select_related("challenge__stream", "text__current", "party", "round")
    return goals.filter(challenge=challenge, public_id=public_id)


def correctable(challenge: Challenge, public_id: str) -> Found | None:
    """Return the words of a goal in which a slip of the pen can be corrected: of a proposal by who proposed it."""
    goal = goal_of(challenge, public_id)
    if goal is None or goal.state not in ON_THE_TABLE:
        return None
    return Found(goal.text, frozenset({goal.party_id}) if goal.state == Goal.State.PROPOSED else None)


def interest_columns(challenge: Challenge, own: Party | None) -> list[dict[str, Any]]:
    """Return a column per party with its interests; the column of a party that wrote none yet stays (B7)."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    horizons = {"": "", **dict(Interest.Horizon.choices)}
    for row in _interests(challenge):
        told = {"words": row[WORDS], "withdrawn": row["withdrawn_at"] is not None}
        found[row["party_id"]].append({**row, **told, "horizon_label": horizons[row["horizon"]]})
    here = challenge.parties.filter(Q(state=Party.State.ACTIVE) | Q(pk__in=found)).order_by("number")
    parties = sorted(here, key=lambda party: party.state != Party.State.ACTIVE)
    return [
        {"party": party, "own": own is not None and party.pk == own.pk, "interests": found[party.pk]}
        for party in parties
    ]


def question_of(interest: Interest, public_id: str) -> Question | None:
    """Return one question to this interest, or None."""
    found = interest.questions.select_related("words__current", "interest__party__challenge__stream")
    return found.filter(public_id=public_id).first() if is_id(public_id) else None


def questions_to(interest: Interest) -> list[Question]:
    """Return what others asked about an interest, the oldest first, each with its answer when there is one."""
    return list(interest.questions.select_related("party", "words__current", "answer__current"))


def may_ask_on(interest: Interest, by: Actor | None) -> bool:
    """Say whether to offer a question to this interest."""
    if by is None or interest.withdrawn_at is not None:
        return False
    try:
        asking_party(interest, by)
    except NotAllowed:
        return False
    return True


def pulls(table: dict[str, Any]) -> list[dict[str, Any]]:
    """Return per goal which parties it helps and which it strains, as the matrix tells: overlaps and conflicts (B7).

    A party of which one interest is helped and another strained stands on both sides; goals without cells are left out.
    """
    sides: list[dict[str, Any]] = []
    for place, goal in enumerate(table["goals"]):
        found: dict[str, dict[int, str]] = {"helps": {}, "strains": {}, "none": {}}
        for row in table["rows"]:
            effect = row["cells"][place]["effect"]
            if effect:
                found[effect][row["party__number"]] = row["party__name"]
        helps, strains = (sorted(found[side].items()) for side in ("helps", "strains"))
        if helps or strains:
            sides.append({"goal": goal, "helps": helps, "strains": strains})
    return sides


def earlier_versions(interest: Interest) -> list[str]:
    """Return what an interest said before, the latest first."""
    versions = interest.text.versions.filter(erased_at=None).exclude(pk=interest.text.current_id or 0)
    return list(versions.order_by("-number").values_list("body", flat=True))


def matrix(challenge: Challenge, own: Party | None) -> dict[str, Any]:
    """Return interests × goals: rows of cells in the order of the goals; only one's own rows can be set (B7)."""
    goals = list(
        Goal.objects.filter(challenge=challenge, state__in=ON_THE_TABLE)
        .order_by("-state", "proposed_at", "pk")
        .values("pk", "public_id", "state", WORDS)
    )
    for goal in goals:
        goal["words"], goal["proposed"] = goal[WORDS], goal["state"] == Goal.State.PROPOSED
    kept = {
        (interest, goal): effect
        for interest, goal, effect in Relation.objects.filter(
            interest__party__challenge=challenge, interest__withdrawn_at=None
        ).values_list("interest_id", "goal_id", "effect")
    }
    rows = [row for row in _interests(challenge) if row["withdrawn_at"] is None]
    return {"goals": goals, "rows": [_row(row, goals, kept, own) for row in rows]}


def cells_of(interest: Interest) -> list[dict[str, Any]]:
    """Return the row of one interest: what each goal on the table does to it; nothing once it is withdrawn."""
    rows = matrix(interest.party.challenge, None)["rows"]
    return next((row["cells"] for row in rows if row["pk"] == interest.pk), [])


def goal_cards(challenge: Challenge, own: Party | None) -> dict[str, list[dict[str, Any]]]:
    """Return the goals by state, each with who agreed, who said not yet and who is silent, and what one can do."""
    goals = list(
        Goal.objects.filter(challenge=challenge)
        .select_related("party", "text__current", "round")
        .order_by("shared_at", "pk")
    )
    reviews = review_days([goal.round for goal in goals], clock(challenge)) if goals else {}
    retirements = {
        one.goal_id: one
        for one in Retirement.objects.filter(goal__challenge=challenge, closed_at=None).select_related(
            "party", "reason__current", "round"
        )
    }
    answers = _answers([goal.round for goal in goals] + [one.round for one in retirements.values()])
    parties, said = active_parties(challenge), mandates(challenge)
    marked, rests = marks(challenge), resting(challenge, "goal")
    cards: dict[str, list[dict[str, Any]]] = {state: [] for state in Goal.State.values}
    for goal in goals:
        card = _card(goal, retirements.get(goal.pk), answers, parties, said, own=own)
        beside = {"marks": marked.get(f"goal:{goal.public_id}", []), "rests_on": rests.get(goal.public_id, [])}
        day = reviews.get(goal.round_id) if goal.state == Goal.State.SHARED else None
        beside |= {"review": day, "to_review": day is not None and day <= timezone.localdate()}
        cards[goal.state].append({**card, **beside})
    return cards


def facts_to_rest_on(challenge: Challenge) -> list[Usable]:
    """Return the facts and documents on which a goal can rest; none while finding facts is off."""
    return [] if "facts" in challenge.off else usable(challenge)


def no_mandate(challenge: Challenge) -> dict[str, Any]:
    """Return the parties that did not say what they may promise here, and whether that is all (R21)."""
    said, parties = mandates(challenge), active_parties(challenge)
    return {"parties": [party for party in parties if not said.get(party.pk)], "nobody": not said}


def asked_label(asked: Round) -> str:
    """Return what all parties are asked about a goal: whether it is theirs too, or whether it can go."""
    asks = gettext("Shall we let this goal go?") if asked.kind == "retire" else gettext("Is this goal yours too?")
    return f"{asks} {asked.thing or ''}".strip()


def goals_asked(rounds: Sequence[Round]) -> dict[int, Goal]:
    """Return per question (key) the goal that it is about, with its words."""
    asked = Q(round__in=rounds) | Q(retirements__round__in=rounds)
    rows = Goal.objects.select_related("text__current").filter(asked).annotate(ends=F("retirements__round"))
    keys = {one.pk for one in rounds}
    return {key: goal for goal in rows.order_by("-pk") for key in (goal.round_id, goal.ends) if key in keys}


def asked_url(asked: Round) -> str:
    """Return where all parties answer about goals."""
    return reverse("goals:page", args=[asked.challenge.slug])


def _interests(challenge: Challenge) -> list[dict[str, Any]]:
    rows = Interest.objects.filter(party__challenge=challenge).order_by("party__number", "added_at", "pk")
    return list(
        rows.values(
            "pk",
            "public_id",
            "party_id",
            "party__number",
            "party__name",
            "withdrawn_at",
            WORDS,
            "text__current__number",
            "horizon",
            "voice__current__body",
        )
    )


def _row(
    interest: dict[str, Any], goals: Sequence[dict[str, Any]], kept: dict[tuple[int, int], str], own: Party | None
) -> dict[str, Any]:
    labels = {"": "", **dict(Relation.Effect.choices)}
    effects = [kept.get((interest["pk"], goal["pk"]), "") for goal in goals]
    cells = [
        {"goal": goal, "effect": effect, "label": labels[effect]} for goal, effect in zip(goals, effects, strict=True)
    ]
    is_own = own is not None and interest["party_id"] == own.pk
    return {**interest, "words": interest[WORDS], "cells": cells, "own": is_own}


def _answers(rounds: Iterable[Round]) -> dict[int, dict[int, dict[str, str]]]:
    """Return per round and party what was said, with its mark (`seen`), in one query."""
    found: dict[int, dict[int, dict[str, str]]] = defaultdict(dict)
    known = {asked.pk: asked for asked in rounds}
    rows = PartyConsent.objects.filter(round__in=known, lapsed_at=None).values_list(*PartyConsent.SHOWN)
    for round_id, party_id, agrees, key, reason in rows:
        said = {"answer": "agrees" if agrees else "not_yet", "reason": reason or ""}
        found[round_id][party_id] = {**said, "seen": known[round_id].mark(agrees=agrees, reason=key)}
    return found


def _standing(
    asked: Round,
    answers: dict[int, dict[str, str]],
    parties: Sequence[Party],
    own: Party | None,
    said: Mapping[int, Sequence[str]],
) -> dict[str, Any]:
    silent = {"answer": "", "reason": "", "seen": asked.mark()}
    rows: list[dict[str, Any]] = [
        {"party": party, **answers.get(party.pk, silent), "mandates": said.get(party.pk, ())} for party in parties
    ]
    mine = next((row for row in rows if own is not None and row["party"].pk == own.pk), silent)
    return {
        "rows": rows,
        "silent": [row["party"] for row in rows if not row["answer"]],
        "mine": mine["answer"],
        "seen": mine["seen"],
        # Still open although all said yes: a silent party left meanwhile, and one more yes ends it.
        "all_said_yes": len(rows) > 1 and all(row["answer"] == "agrees" for row in rows),
    }


def _card(
    goal: Goal,
    retirement: Retirement | None,
    answers: dict[int, dict[int, dict[str, str]]],
    parties: Sequence[Party],
    said: Mapping[int, Sequence[str]],
    *,
    own: Party | None,
) -> dict[str, Any]:
    asked = None
    if retirement is not None:
        asked = {
            "party": retirement.party,
            "reason": str(retirement.reason),
            "own": own is not None and retirement.party_id == own.pk,
            "standing": _standing(retirement.round, answers[retirement.round_id], parties, own, said),
        }
    return {
        "public_id": goal.public_id,
        "words": str(goal.text),
        "party": goal.party,
        "own": own is not None and goal.party_id == own.pk,
        "shared_at": goal.shared_at,
        "ended_at": goal.ended_at,
        "standing": _standing(goal.round, answers[goal.round_id], parties, own, said),
        "retirement": asked,
    }


def interests_wait(challenge: Challenge | None = None) -> dict[int, dt.datetime]:
    """Return per party (key) since when the others wait for its interests, in one challenge or in all.

    Nothing is decided without them (A12): so a party that never writes one can be reminded and sleep like any other
    that stays silent, and freezes nothing (R15). It begins after the lead-in, once another party wrote an interest.
    """
    if challenge is not None and challenge.phase in NOT_YET:
        return {}
    live = Interest.objects.filter(withdrawn_at=None)
    others = live.filter(party__challenge=OuterRef("challenge")).exclude(party=OuterRef("pk")).order_by("added_at")
    parties = Party.objects.filter(state=Party.State.ACTIVE, invented=False)
    parties = parties.exclude(challenge__phase__in=NOT_YET)
    if challenge is not None:
        parties = parties.filter(challenge=challenge)
    waits = parties.filter(~Exists(live.filter(party=OuterRef("pk")))).annotate(
        began=Subquery(others.values("added_at")[:1]), came=Min("seats__since")
    )
    found = waits.filter(began__isnull=False, came__isnull=False).order_by()
    return {party: max(began, came) for party, began, came in found.values_list("pk", "began", "came")}


def shared_rounds() -> QuerySet[Round]:
    """Return the rounds in which the goals were agreed that all parties share now."""
    return Round.objects.filter(pk__in=Goal.objects.filter(state=Goal.State.SHARED).values("round"))


def shared_label(asked: Round) -> str:
    """Return the words of the goal that was agreed."""
    return str(asked.thing)


LASTING = Lasting(
    counts=shared_rounds,
    label=shared_label,
    url=lambda asked: reverse("goals:page", args=[asked.challenge.slug]),
)
