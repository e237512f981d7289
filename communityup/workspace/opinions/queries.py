"""What do we show of opinions: the map, its table, and the list of what was published."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, QuerySet, When
from django.utils.translation import gettext as _

from communityup.ui import pictures
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.challenges.permissions import Viewer
from communityup.workspace.dialogue import queries as dialogues
from communityup.workspace.dialogue.exports import latest_release, model_of, published
from communityup.workspace.dialogue.models import Dialogue, Participant, Release, Statement, View
from communityup.workspace.releases.exports import OWN
from communityup.workspace.releases.queries import sides_of

ROWS = 25
MOST_LISTED = 5
ONLY = {"bruggen": "bridges", "verschillen": "differences"}
NOTHING: dict[str, Any] = {
    "map": {"reason": "few_people", "shown": False, "groups": [], "parties": [], "people": 0},
    "table": {},
    "bridges": [],
    "differences": [],
    "holds_back": {},
    "between": "parties",
}


def map_page(
    challenge: Challenge, dialogue: Dialogue | None, viewer: Viewer, *, page: str | None, only: str | None
) -> dict[str, Any]:
    """Return the opinion map for this viewer: bridges first, differences second, the same as a table, one's own dot.

    While a round is open, what others think shows only of thoughts that this viewer has answered (R10).
    """
    place = dialogues.place_of(challenge, dialogue, viewer)
    release = latest_release(dialogue)
    known = {**NOTHING, **published(release)}
    visible = _visible(dialogue, place["participant"])
    leaf = Paginator(_chosen(visible, known, only), ROWS).get_page(page)
    columns = _columns(dialogue, known["map"]) if dialogue else []
    return {
        **place,
        "release": release,
        "map": known["map"],
        "picture": _picture(known["map"], columns, _own_dot(release, place["participant"])),
        "small": known["map"]["reason"] == "few_people",
        "between": known["between"],
        "bridges": _listed(visible, known["bridges"]),
        "differences": _listed(visible, known["differences"], held=known["holds_back"], columns=columns),
        "typical": _typical(visible, known["map"]),
        "columns": columns,
        "rows": _table(dialogues.thought_rows(dialogues.on(leaf)), columns, known["table"]),
        "page_obj": leaf,
        "only": only if only in ONLY else "",
        "rounds": dialogues.rounds_of(challenge),
        **(_small_table(dialogue, visible) if dialogue else {}),
    }


def _visible(dialogue: Dialogue | None, participant: Participant | None) -> QuerySet[Statement]:
    if dialogue is None:
        return Statement.objects.none()
    allowed = dialogues.named(dialogue, participant)
    shown = dialogues.shown_statements(dialogue)
    return shown if allowed is None else shown.filter(pk__in=allowed)


def _chosen(visible: QuerySet[Statement], known: dict[str, Any], only: str | None) -> QuerySet[Statement]:
    """Return the rows of the table: bridges first, then differences, then the rest; or one of these only."""
    if only in ONLY:
        visible = visible.filter(public_id__in=known[ONLY[only]])
    first = Case(
        When(public_id__in=known["bridges"], then=0),
        When(public_id__in=known["differences"], then=1),
        default=2,
        output_field=IntegerField(),
    )
    return visible.order_by(first, "pk")


def _columns(dialogue: Dialogue, picture: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the columns of the table: parties, people in their own name, and the groups that are shown."""
    keys = [side.key for side in sides_of(dialogue)]
    parties = {party.public_id: party for party in Party.objects.filter(public_id__in=keys)}
    columns: list[dict[str, Any]] = [
        {"key": key, "pk": parties[key].pk, "name": parties[key].name, "number": parties[key].number,
         "invented": parties[key].invented}
        for key in keys if key in parties
    ]  # fmt: skip
    if columns and (dialogue.imported or dialogue.challenge.public_at is not None):
        columns.append({"key": OWN, "pk": None, "name": _("In their own name"), "number": None})
    groups = picture["groups"] if picture["shown"] else []
    names = {group["number"]: _("group %(number)s") % {"number": group["number"]} for group in groups}
    return [*columns, *({"key": f"group {number}", "group": True, "name": name} for number, name in names.items())]


def _table(rows: list[dict[str, Any]], columns: list[dict[str, Any]], table: dict[str, Any]) -> list[dict[str, Any]]:
    told = dialogues.party_answers(row["pk"] for row in rows)
    return [
        {
            **row,
            "cells": [
                {
                    **dialogues.figure(
                        table.get(row["public_id"], {}).get(column["key"]),
                        told.get(row["pk"], {}).get(column.get("pk") or 0),
                    ),
                    "column": column["name"],
                }
                for column in columns
            ],
        }
        for row in rows
    ]


def _listed(
    visible: QuerySet[Statement],
    chosen: list[str],
    *,
    held: dict[str, str] | None = None,
    columns: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Return the first thoughts of a list in its order, and how many of it one has not answered yet."""
    seen = set(visible.filter(public_id__in=chosen).values_list("public_id", flat=True)) if chosen else set()
    first = [thought for thought in chosen if thought in seen][:MOST_LISTED]
    rows = (
        {row["public_id"]: row for row in dialogues.thought_rows(visible.filter(public_id__in=first))} if first else {}
    )
    names = {column["key"]: column for column in columns or []}
    return {
        "rows": [{**rows[one], "held": names.get((held or {}).get(one, ""))} for one in first],
        "more": len(seen) - len(first),
        "waiting": len(chosen) - len(seen),
    }


def _typical(visible: QuerySet[Statement], picture: dict[str, Any]) -> list[dict[str, Any]]:
    """Return per group what it sees more, or less, than the others."""
    groups = picture["groups"] if picture["shown"] else []
    wanted = [one["thought"] for group in groups for one in group["typical"]]
    rows = (
        {row["public_id"]: row for row in dialogues.thought_rows(visible.filter(public_id__in=wanted))}
        if wanted
        else {}
    )
    return [
        {
            "number": group["number"],
            "size": group["size"],
            "rows": [
                {**rows[one["thought"]], "agrees": one["direction"] == "agree"}
                for one in group["typical"]
                if one["thought"] in rows
            ],
        }
        for group in groups
    ]


def _own_dot(release: Release | None, participant: Participant | None) -> tuple[float, float] | None:
    """Return where this person stands now, by their own answers; nobody else gets this."""
    if release is None or participant is None:
        return None
    return model_of(release).place(dialogues.own_answers(participant))


def _picture(
    picture: dict[str, Any], columns: list[dict[str, Any]], dot: tuple[float, float] | None
) -> dict[str, Any] | None:
    """Return the drawing with its words; the y axis of a screen points down. None when there is nothing to draw."""
    groups = picture["groups"] if picture["shown"] else []
    names = {column["key"]: column for column in columns}
    parties = [one for one in picture["parties"] if one["party"] in names]
    if not groups and not parties:
        return None
    words = description(picture, [names[one["party"]]["name"] for one in parties])
    svg = pictures.opinion_map(
        groups=[
            pictures.Group(
                _("group %(number)s") % {"number": one["number"]},
                one["size"][0], one["x"], -one["y"], one["long"], one["short"], -one["turn"],
            )
            for one in groups
        ],
        parties=[
            pictures.Party(names[one["party"]]["name"], names[one["party"]]["number"], one["x"], -one["y"])
            for one in parties
        ],
        own=(dot[0], -dot[1]) if dot else None,
        title=_("Opinion map"),
        description=words,
    )  # fmt: skip
    return {"svg": svg, "words": words, "own": dot is not None}


def description(picture: dict[str, Any], parties: list[str]) -> str:
    """Return what the drawing shows in words."""
    groups = picture["groups"] if picture["shown"] else []
    sizes = ", ".join(
        _("group %(number)s about %(low)s to %(high)s people")
        % {"number": one["number"], "low": one["size"][0], "high": one["size"][1]}
        for one in groups
    )
    told = [
        _("At least %(people)s people gave enough answers to be in this picture.") % {"people": picture["people"]},
        _("Groups that answered alike: %(sizes)s.") % {"sizes": sizes} if groups else _("No groups were found."),
    ]
    if parties:
        told.append(_("In the middle of its people stands each of these parties: %s.") % ", ".join(parties))
    return " ".join(told)


def _small_table(dialogue: Dialogue, visible: QuerySet[Statement]) -> dict[str, Any]:
    """Return what a small table has in common, does not understand yet, and can ask next (R7)."""
    answers = dialogues.party_answers(visible.values_list("pk", flat=True))
    alike = {row["pk"] for row in dialogues.said_alike(dialogue)}
    unclear = {pk for pk, told in answers.items() if View.UNCLEAR in told.values()}
    apart = {pk for pk, told in answers.items() if {View.SAME, View.DIFFERENT} <= set(told.values())}
    rows = dialogues.thought_rows(visible.filter(pk__in=alike | unclear | apart).order_by("pk"))
    return {
        "recognised": [row for row in rows if row["pk"] in alike],
        "unclear": [row for row in rows if row["pk"] in unclear][:MOST_LISTED],
        "apart": [row for row in rows if row["pk"] in apart][:MOST_LISTED],
    }


def release_list(challenge: Challenge, *, chosen: tuple[int, int] | None = None) -> dict[str, Any]:
    """Return what was published when, for whoever checks the whole sequence; values of open rounds stay out (R10)."""
    return {
        "challenge": challenge.public_id,
        "rounds": [
            {
                "round": dialogue.number,
                "id": dialogue.public_id,
                "imported": dialogue.imported,
                "open": dialogue.is_open,
                "releases": [
                    _release_entry(dialogue, release, whole=chosen == (dialogue.number, release.number))
                    for release in Release.objects.filter(dialogue=dialogue)
                    .defer("published", "model")
                    .order_by("number")
                ],
            }
            for dialogue in dialogues.rounds_of(challenge)
        ],
    }


def _release_entry(dialogue: Dialogue, release: Release, *, whole: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "number": release.number,
        "madeAt": release.made_at.isoformat(),
        "answers": release.answers,
        "root": release.root,
    }
    if not whole:
        return entry
    known = published(release)
    if dialogue.is_open:
        return {**entry, "cells": {thought: sorted(row) for thought, row in known["table"].items()}}
    return {**entry, "published": known}
