"""What do we show of opinions: the map, its table, and the list of what was published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from communityup.people.models import Person
from communityup.ui import pictures
from communityup.workspace.challenges.models import Challenge, Party, Phase
from communityup.workspace.challenges.permissions import Viewer
from communityup.workspace.dialogue import permissions
from communityup.workspace.dialogue import queries as dialogues
from communityup.workspace.dialogue.exports import FIGURES, latest_release, model_of, published
from communityup.workspace.dialogue.models import Dialogue, PartyAnswer, Release, Statement, View
from communityup.workspace.releases.exports import OWN

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
    challenge: Challenge, viewer: Viewer, *, own_party: Party | None, chosen: Mapping[str, str | None]
) -> dict[str, Any]:
    """Return the opinion map for this viewer: bridges first, differences second, the same as a table, one's own dot.

    While a round is open, what others think shows only of thoughts that this viewer has answered (R10). `chosen` are
    the `ronde`, `toon` and `page` of the address.
    """
    rounds = dialogues.rounds_of(challenge)
    dialogue = dialogues.pick_round(challenge, rounds, chosen.get("ronde"))
    release = latest_release(dialogue)
    known = {**NOTHING, **published(release)}
    answers = dialogues.answers_of(dialogue, viewer)
    visible = _visible(dialogue, viewer, answers)
    parties = list(challenge.parties.order_by("number"))
    columns = _columns(dialogue, parties, known) if dialogue else []
    only = chosen.get("toon") if chosen.get("toon") in ONLY else ""
    leaf = Paginator(_ordered(visible, known, only or ""), ROWS).get_page(chosen.get("page"))
    told = PartyAnswers.of(dialogue, parties) if dialogue and parties else PartyAnswers({}, set())
    lists = _lists(visible, known, told)
    rows = _rows({*leaf.object_list, *(thought for listed in lists.values() for thought in listed)})
    return {
        "round": dialogue,
        "rounds": rounds,
        "is_open": dialogue.is_open if dialogue else challenge.phase != Phase.CLOSED,
        "has_seat": own_party is not None and own_party.state == Party.State.ACTIVE,
        "participant": bool(answers),
        "map": known["map"],
        "picture": _picture(known["map"], columns, _own_dot(release, answers)),
        "small": known["map"]["reason"] == "few_people",
        "between": known["between"],
        "bridges": _listed(known["bridges"], lists["bridges"], visible, rows),
        "differences": _listed(known["differences"], lists["differences"], visible, rows, held=_held(known, columns)),
        "typical": _typical(visible, known["map"], rows),
        **{name: [rows[thought] for thought in lists[name]] for name in ("recognised", "unclear", "apart")},
        "columns": columns,
        "rows": [_cells(rows[thought], columns, known["table"], told) for thought in leaf.object_list],
        "page_obj": leaf,
        "only": only,
    }


@dataclass(frozen=True)
class PartyAnswers:
    """The open answers of small parties: per thought (key), per party (key); and which parties take part now."""

    given: dict[int, dict[int, int]]
    active: set[int]

    @classmethod
    def of(cls, dialogue: Dialogue, parties: Sequence[Party]) -> "PartyAnswers":
        """Return the party answers of a round."""
        found: dict[int, dict[int, int]] = {}
        rows = PartyAnswer.objects.filter(statement__dialogue=dialogue).values_list("statement", "party", "value")
        for statement, party, value in rows:
            found.setdefault(statement, {})[party] = value
        return cls(found, {party.pk for party in parties if party.state == Party.State.ACTIVE})

    def alike(self, statement: int) -> bool:
        """Say whether every party that takes part sees it this way too."""
        told = self.given.get(statement, {})
        return len(self.active) > 1 and all(told.get(party) == View.SAME for party in self.active)


def _visible(dialogue: Dialogue | None, viewer: Viewer, answers: Mapping[int, int]) -> dict[str, int]:
    """Return the thoughts whose figures this viewer may see, by public id, oldest first (R10)."""
    if dialogue is None:
        return {}
    mine = viewer.pk if isinstance(viewer, Person) else -1
    rows = dialogues.shown_statements(dialogue).order_by("pk").values_list("public_id", "pk", "author__person")
    return {
        public_id: pk
        for public_id, pk, author in rows
        if permissions.may_see_figures(dialogue, answered=pk in answers or author == mine)
    }


def _ordered(visible: Mapping[str, int], known: Mapping[str, Any], only: str) -> list[int]:
    """Return the rows of the table: bridges first, then differences, then the rest; or one of these only."""
    if only:
        return [visible[thought] for thought in known[ONLY[only]] if thought in visible]
    first = [thought for name in ("bridges", "differences") for thought in known[name] if thought in visible]
    return [visible[thought] for thought in dict.fromkeys([*first, *visible])]


def _lists(visible: Mapping[str, int], known: Mapping[str, Any], told: PartyAnswers) -> dict[str, list[int]]:
    """Return which thoughts stand in the lists of the page."""
    spoken = {pk: set(told.given.get(pk, {}).values()) for pk in visible.values()}
    typical = [one["thought"] for group in known["map"]["groups"] for one in group.get("typical", [])]
    return {
        "bridges": [visible[thought] for thought in known["bridges"] if thought in visible][:MOST_LISTED],
        "differences": [visible[thought] for thought in known["differences"] if thought in visible][:MOST_LISTED],
        "typical": [visible[thought] for thought in typical if thought in visible],
        "recognised": [pk for pk in spoken if told.alike(pk)][:MOST_LISTED],
        "unclear": [pk for pk, said in spoken.items() if View.UNCLEAR in said][:MOST_LISTED],
        "apart": [pk for pk, said in spoken.items() if {View.SAME, View.DIFFERENT} <= said][:MOST_LISTED],
    }


def _rows(wanted: set[int]) -> dict[int, dict[str, Any]]:
    if not wanted:
        return {}
    return {row["pk"]: row for row in dialogues.thought_rows(Statement.objects.filter(pk__in=wanted))}


def _columns(dialogue: Dialogue, parties: Sequence[Party], known: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the columns of the table: parties, people in their own name, and the groups that are shown."""
    told = {name for row in known["table"].values() for name in row}
    columns: list[dict[str, Any]] = [
        {"key": party.public_id, "pk": party.pk, "name": party.name, "number": party.number, "invented": party.invented}
        for party in parties
        if party.public_id in told or (party.state == Party.State.ACTIVE and party.invented == dialogue.imported)
    ]
    if columns and (OWN in told or dialogue.challenge.public_at is not None):
        columns.append({"key": OWN, "pk": None, "name": _("In their own name"), "number": None})
    groups = known["map"]["groups"] if known["map"]["shown"] else []
    names = {group["number"]: _("group %(number)s") % {"number": group["number"]} for group in groups}
    return [*columns, *({"key": f"group {number}", "group": True, "name": name} for number, name in names.items())]


def _cells(
    row: dict[str, Any], columns: Sequence[dict[str, Any]], table: Mapping[str, Any], told: PartyAnswers
) -> dict[str, Any]:
    bands, said = table.get(row["public_id"], {}), told.given.get(row["pk"], {})
    cells = [
        {**dialogues.figure(bands.get(column["key"]), said.get(column.get("pk") or 0)), "column": column["name"]}
        for column in columns
    ]
    return {**row, "cells": cells}


def _listed(
    every: Sequence[str],
    first: Sequence[int],
    visible: Mapping[str, int],
    rows: Mapping[int, dict[str, Any]],
    *,
    held: Mapping[str, dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Return the first thoughts of a list in its order, and how many of it one has not answered yet."""
    seen = sum(thought in visible for thought in every)
    listed = [{**rows[one], "held": (held or {}).get(rows[one]["public_id"])} for one in first]
    return {"rows": listed, "more": seen - len(first), "waiting": len(every) - seen}


def _held(known: Mapping[str, Any], columns: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return which party or group does not carry a thought yet."""
    names = {column["key"]: column for column in columns}
    return {thought: names[key] for thought, key in known["holds_back"].items() if key in names}


def _typical(
    visible: Mapping[str, int], picture: Mapping[str, Any], rows: Mapping[int, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return per group what it sees more, or less, than the others."""
    return [
        {
            "number": group["number"],
            "size": group["size"],
            "rows": [
                {**rows[visible[one["thought"]]], "agrees": one["direction"] == "agree"}
                for one in group["typical"]
                if one["thought"] in visible
            ],
        }
        for group in (picture["groups"] if picture["shown"] else [])
    ]


def _own_dot(release: Release | None, answers: dict[int, int]) -> tuple[float, float] | None:
    """Return where this person stands now, by their own answers; nobody else gets this."""
    return model_of(release).place(answers) if release and answers else None


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


def release_list(challenge: Challenge, *, chosen: tuple[int, int] | None = None) -> dict[str, Any]:
    """Return what was published when, for whoever checks the whole sequence; values of open rounds stay out (R10).

    While the map is off it tells what the log tells too (when, how many answers, which root), and no figures.
    """
    chosen = None if FIGURES in challenge.off else chosen
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
