"""A challenge and its parts: who may see a part sees how far it is; for anybody else there is none."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from communityup.people.models import Person
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.challenges.models import Challenge, Phase
from communityup.workspace.challenges.notices import visible
from communityup.workspace.challenges.permissions import Viewer, may_see
from communityup.workspace.goals.models import Goal
from communityup.workspace.goals.queries import shared_goals

# What both sides confirmed at some time, and what was kept of it.
_MADE = Q(agreements__state__in=["agreed", "kept", "not_kept", "ended"])
_KEPT = Q(agreements__state=Agreement.State.KEPT)


def whole_of(challenge: Challenge, viewer: Viewer) -> dict[str, Any] | None:
    """Return of what this challenge is a part: title and address; None also for who may not see the whole."""
    if challenge.parent_id is None:
        return None
    whole = Challenge.objects.get(pk=challenge.parent_id)
    if not may_see(whole, viewer):
        return None
    url = reverse("room:overview", args=[whole.slug])
    return {"challenge": whole, "title": whole.title, "url": url, "open": whole.public_at is not None}


def parts_of(challenge: Challenge, viewer: Viewer) -> list[dict[str, Any]]:
    """Return the parts that this person may see, the oldest first: phase, shared goals, agreements made and kept.

    A closed part is there only for who may see it: no name, no count, no link for others.
    """
    found = challenge.children.annotate(
        made=Count("agreements", filter=_MADE, distinct=True), kept=Count("agreements", filter=_KEPT, distinct=True)
    )
    seen = _seen(list(found.order_by("started_at", "pk")), viewer)
    goals = _goals(seen)
    labels = dict(Phase.choices)
    return [
        {
            "title": part.title,
            "place": part.place,
            "url": reverse("room:overview", args=[part.slug]),
            "phase": labels[part.phase],
            "goals": goals[part.pk],
            "made": part.made,
            "kept": part.kept,
            "open": part.public_at is not None,
        }
        for part in seen
    ]


def page(challenge: Challenge, viewer: Viewer) -> dict[str, Any]:
    """Return the whole with its goals, and the parts: both ways in view."""
    whole = whole_of(challenge, viewer)
    parts = parts_of(challenge, viewer)
    return {
        "whole": whole,
        "goals_of_whole": [] if whole is None else shared_goals(whole["challenge"]),
        "open_parts": [part for part in parts if part["open"]],
        "closed_parts": [part for part in parts if not part["open"]],
    }


def _seen(parts: list[Any], viewer: Viewer) -> list[Any]:
    """Return the parts that this person may see, asked for all of them at once."""
    streams = [part.stream_id for part in parts if part.public_at is None]
    people = [viewer] if isinstance(viewer, Person) else []
    allowed = {stream for _person, stream in visible(streams, people)} if streams and people else set()
    return [part for part in parts if part.public_at is not None or part.stream_id in allowed]


def _goals(parts: list[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Goal.objects.filter(challenge__in=[part.pk for part in parts], state=Goal.State.SHARED)
    for challenge, words in rows.order_by("shared_at", "pk").values_list("challenge_id", "text__current__body"):
        found[challenge].append(words or "")
    return found
