"""What do we show of thoughts that say nearly the same: their words, how many there are, and of which parties."""

import datetime as dt
from collections import Counter
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import Viewer
from communityup.workspace.challenges.queries import clock
from communityup.workspace.dialogue.models import Dialogue, Statement
from communityup.workspace.dialogue.permissions import participant_of, readable_statement
from communityup.workspace.dialogue.queries import named
from communityup.workspace.facilitation.models import Act
from communityup.workspace.facilitation.permissions import holds_key
from communityup.workspace.facilitation.queries import waiting_acts

APART = "set_apart"
# So long one takes back that a thought says something else.
TAKE_BACK = dt.timedelta(days=1)
PAGE, MOST_APART = 20, 50
# From this many on, all within an hour of each other is told: many voices at once, or one that was copied.
MANY, AT_ONCE = 3, dt.timedelta(hours=1)


def page(challenge: Challenge, dialogue: Dialogue | None, viewer: Viewer, *, wanted: str) -> dict[str, Any]:
    """Return the thoughts of a round that say nearly the same, together, the largest number first.

    Of how many parties they are everybody sees; of which ones who answered, as with any thought (R12).
    """
    sets = _sets(dialogue) if dialogue is not None else []
    leaf: Page[list[Statement]] = Paginator(sets, PAGE).get_page(wanted)
    known = named(dialogue, participant_of(dialogue, viewer)) if dialogue is not None else None
    waits = {act.about for act in waiting_acts(challenge)}
    return {
        "round": dialogue,
        "rows": [_row(thoughts, known, waits) for thoughts in leaf.object_list],
        "page_obj": leaf,
        "apart": [] if dialogue is None or not dialogue.is_open else _apart(dialogue, viewer),
        "holds_key": dialogue is not None and dialogue.is_open and holds_key(challenge, viewer),
    }


def set_apart_lately(challenge: Challenge) -> dict[str, Act]:
    """Return what was set apart within a day of running time, by the id of the thought; the newest for each first."""
    done = Act.objects.filter(challenge=challenge, state=Act.State.DONE, about__startswith=f"{APART}:")
    running, now, found = clock(challenge), timezone.now(), dict[str, Act]()
    for act in done.prefetch_related("turns").order_by("-ended_at", "-pk")[:MOST_APART]:
        until = None if act.ended_at is None else running.deadline(act.ended_at, TAKE_BACK)
        if (until is None or until > now) and "resembles" in act.facts:
            found.setdefault(act.about.partition(":")[2], act)
    return found


def _apart(dialogue: Dialogue, viewer: Viewer) -> list[dict[str, Any]]:
    """Return the thoughts that were set apart within a day, and whether this person said so and can take it back."""
    acts = set_apart_lately(dialogue.challenge)
    ids = [*acts, *(act.facts["resembles"] for act in acts.values())]
    shown = Statement.objects.filter(dialogue=dialogue, state=Statement.State.SHOWN, public_id__in=ids)
    thoughts = {one.public_id: one for one in shown.select_related("text__current")}
    return [
        {
            "thought": thoughts[public_id],
            "other": thoughts.get(act.facts["resembles"]),
            "mine": any(turn.person_id == viewer.pk for turn in act.turns.all()) and holds_key(act.challenge, viewer),
        }
        for public_id, act in acts.items()
        if public_id in thoughts and thoughts[public_id].resembles_id is None
    ]


def _sets(dialogue: Dialogue) -> list[list[Statement]]:
    """Return the thoughts that show, together with those that say nearly the same; two or more, the most first."""
    shown = Statement.objects.filter(dialogue=dialogue, state=Statement.State.SHOWN).select_related("party")
    echoes = shown.filter(resembles__isnull=False)
    first = shown.filter(pk__in=echoes.values("resembles"))
    sets: dict[int, list[Statement]] = {}
    for one in (first | echoes).select_related("text__current").order_by("pk"):
        sets.setdefault(one.resembles_id or one.pk, []).append(one)
    return sorted((found for found in sets.values() if len(found) > 1), key=lambda found: (-len(found), found[0].pk))


def _row(thoughts: list[Statement], known: list[int] | None, waits: set[str]) -> dict[str, Any]:
    seen = known is None or thoughts[0].pk in known
    parties = {one.party for one in thoughts if one.party is not None}
    shared = [one.shared_at for one in thoughts]
    return {
        "first": thoughts[0],
        "others": [{"thought": one, "waits": f"{APART}:{one.public_id}" in waits} for one in thoughts[1:]],
        "count": len(thoughts),
        "parties": len(parties),
        "per_party": _per_party(thoughts) if seen else None,
        "at_once": len(thoughts) >= MANY and max(shared) - min(shared) <= AT_ONCE,
    }


def _per_party(thoughts: list[Statement]) -> list[dict[str, Any]]:
    parties = {one.party_id: one.party for one in thoughts}
    counts = Counter(one.party_id for one in thoughts)
    rows = [
        {
            "name": party.name if party else _("Without a party"),
            "number": party.number if party else None,
            "count": counts[key],
        }
        for key, party in parties.items()
    ]
    return sorted(rows, key=lambda row: (row["number"] is None, row["number"]))


def thought_of(challenge: Challenge, public_id: str, viewer: Viewer) -> Statement:
    """Return a thought of this challenge; raises Http404 for another's and for what this person may not see."""
    found = readable_statement(challenge.slug, public_id, viewer)
    if found is None:
        raise Http404
    return found
