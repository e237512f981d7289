"""A challenge and its parts: who may see a part sees how far it is; for anybody else there is none."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from communityup.people.models import Person
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.challenges.models import Challenge, Phase
from communityup.workspace.challenges.notices import visible
from communityup.workspace.challenges.permissions import Viewer, may_see
from communityup.workspace.consent.models import Round
from communityup.workspace.goals.models import Goal
from communityup.workspace.goals.queries import shared_goals
from communityup.workspace.subchallenges.models import Link

HERE, THERE, LOOSEN = "link_here", "link_there", "loosen"
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


def goals_of_whole(challenge: Challenge, viewer: Viewer) -> list[str]:
    """Return the goals of the whole that stay in view on every page of a part, marked as such (A15).

    Those of a closed whole are there only for who may see it.
    """
    whole = whole_of(challenge, viewer)
    if whole is None:
        return []
    # What stands there for some alone is marked, so that the page is the same for everybody otherwise (E3).
    row = "<span>{}</span>" if whole["open"] else "<span data-own>{}</span>"
    shown = '{} <a class="note" href="{}">{}</a>'
    goals = shared_goals(whole["challenge"])
    return [format_html(row, format_html(shown, goal, whole["url"], _("of the whole"))) for goal in goals]


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
            "public_id": part.public_id,
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
        "links": links(challenge),
        "loosening": list(open_loosening(challenge)),
        "open_parts": [part for part in parts if part["open"]],
        "closed_parts": [part for part in parts if not part["open"]],
    }


def links(challenge: Challenge) -> list[dict[str, Any]]:
    """Return what is proposed to put together with this challenge and waits; both are public, so all see the same."""
    found = Link.objects.filter(Q(whole=challenge) | Q(part=challenge), linked_at=None, ended_at=None)
    rows = found.exclude(here__outcome=Round.Outcome.WITHDRAWN).select_related("whole", "part", "here", "there")
    return [_link(link, challenge) for link in rows if link.there is not None or link.asked_in_id == challenge.pk]


def _link(link: Link, challenge: Challenge) -> dict[str, Any]:
    other = link.whole if link.part_id == challenge.pk else link.part
    asked = link.there if link.there is not None else link.here
    return {
        "link": link,
        "title": other.title,
        "url": reverse("room:overview", args=[other.slug]),
        "as_part": link.part_id == challenge.pk,
        "began_here": link.asked_in_id == challenge.pk,
        "asked_there": link.there is not None,
        "round": asked if asked is not None and asked.challenge_id == challenge.pk else None,
    }


def open_loosening(challenge: Challenge) -> QuerySet[Round]:
    """Return the questions to loosen this challenge from its whole or a part, which wait for answers."""
    return Round.objects.filter(
        challenge=challenge, outcome=Round.Outcome.OPEN, about__startswith=f"{LOOSEN}:"
    ).order_by("pk")


def link_of(challenge: Challenge, public_id: str) -> Link:
    """Return a proposal that was made in this challenge; raises Http404 for another's."""
    found = Link.objects.select_related("whole", "part", "asked_in__stream")
    return get_object_or_404(found, asked_in=challenge, public_id=public_id)


def challenge_at(slug: str, viewer: Viewer) -> Challenge | None:
    """Return the challenge at an address, if there is one that this person may see."""
    found = Challenge.objects.filter(slug=slug).first()
    return found if found is not None and may_see(found, viewer) else None


def part_to_loosen(public_id: str, viewer: Viewer) -> Challenge:
    """Return a challenge that this person sees; raises Http404 alike for none and for one they may not see."""
    found = Challenge.objects.filter(public_id=public_id).first()
    if found is None or not may_see(found, viewer):
        raise Http404
    return found


def label(asked: Round) -> str:
    """Return the name of a question to put two challenges together."""
    link: Link = asked.thing
    words = {"whole": link.whole.title, "part": link.part.title}
    if asked.challenge_id == link.part_id:
        return _("Become a part of “%(whole)s”") % words
    return _("Make “%(part)s” a part of this challenge") % words


def loosening_label(asked: Round) -> str:
    """Return the name of a question to loosen a part from its whole; it names no closed challenge."""
    part: Challenge | None = asked.thing
    if part is None or part.pk == asked.challenge_id:
        return _("No longer be a part of another challenge")
    if part.public_at is None:
        return _("Loosen a part of this challenge")
    return _("Loosen “%(part)s” from this challenge") % {"part": part.title}


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
