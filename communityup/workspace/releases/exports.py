"""What do we hand out as data: the published figures of a round, from its answers and what was published before.

Nothing here reads a clock, and the same answers, history and parties give the same bytes.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from communityup.methods import bridges, contours, guard, opinion, representative
from communityup.methods.arrays import Flags, Ints
from communityup.methods.releases import FEWEST, Figure, Ledger, Scale, fives, publish, shares
from communityup.methods.votes import Tally, Votes, tally
from communityup.workspace.dialogue.exports import Model

OWN, ALL, MAP = "own", "all", "map"
FORMAT = 1
Published = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Counted:
    """All answers of a round up to ``last_number``.

    ``people`` (n) and ``statements`` (m) are keys; ``votes`` their table; ``numbers`` the number of each cell's answer;
    ``moderated`` (m) columns that no longer count; ``party`` (n) the place of each person's party in the sides, the
    last place for people in their own name.
    """

    people: Ints
    statements: Ints
    votes: Votes
    numbers: Ints
    moderated: Flags
    party: Ints
    last_number: int


@dataclass(frozen=True)
class Side:
    """A party whose answers get a column of their own; ``key`` is its random id, "own" for people without a party."""

    pk: int
    key: str


@dataclass(frozen=True, eq=False)
class History:
    """What was published before: figures, the private model with people's groups, and which answers were counted."""

    published: Published
    model: Model
    ledgers: Mapping[str, Ledger]
    last_number: int


@dataclass(frozen=True, eq=False)
class Made:
    """A new release: what everybody sees, and what nobody sees."""

    published: Published
    model: Model
    ledgers: Mapping[str, Ledger]

    @property
    def text(self) -> str:
        """The published figures as they are kept: one way to write them."""
        return json.dumps(self.published, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True, eq=False)
class Question:
    """What a release is about: the answers, the sides (parties, last the people without one), and the thoughts' ids.

    ``said`` (parties, m) are the open answers of small parties. ``open_data``: rows may be published anyway (R11), so
    every cell of 5 or more is renewed at once.
    """

    counted: Counted
    sides: Sequence[Side]
    thoughts: Sequence[str]
    said: Ints
    open_data: bool


def make(question: Question, before: History | None) -> Made | None:
    """Return the next release, or None when it would show nothing new (METHODS.md, 1, 2, 7; ruling R9)."""
    counted = question.counted
    whole = opinion.make_map(counted.votes, frozenset(int(column) for column in np.flatnonzero(counted.moderated)))
    known = before.ledgers if before else {}
    if before is not None and not question.open_data and _fresh_people(counted, before, whole.in_map) < FEWEST:
        picture, labels, over = before.published["map"], _labels_before(counted, before), known.get(MAP, Ledger())
    else:
        picture, labels, over = _drawn(question, whole, before)
    ledgers = _ledgers(question, labels, picture, known)
    figures = [ledgers[thought].figures if thought in ledgers else {} for thought in question.thoughts]
    parties, groups = _published_tallies(question, figures, picture)
    found = bridges.find(
        bridges.Sides(parties, question.said, groups, _members(question, labels, picture)),
        _bridges_before(question, before),
    )
    published: Published = {
        "format": FORMAT,
        "map": picture,
        "table": _table(question, figures, picture),
        **_lists(question, found, groups),
    }
    if before is not None and published == before.published:
        return None
    same_picture = before is not None and picture is before.published["map"]
    model = before.model if before and same_picture else _model(question, whole, labels, picture)
    return Made(published, model, {**ledgers, MAP: over})


def _drawn(question: Question, whole: opinion.OpinionMap, before: History | None) -> tuple[Published, Ints, Ledger]:
    """Return a new drawing, the group of each person, and the ledger of sizes."""
    counted = question.counted
    verdict = guard.judge(counted.votes, whole)
    labels = whole.labels if verdict.shown else np.full(len(counted.people), -1, dtype=np.int64)
    if verdict.shown:
        keeps = contours.same_groups(_labels_before(counted, before), labels)
        labels = np.array([keeps[int(label)] if label >= 0 else -1 for label in labels], dtype=np.int64)
    grid = contours.step(whole.positions[whole.in_map])
    over = _sizes(question, labels, whole.in_map, before)
    picture = {
        "shown": verdict.shown,
        "reason": verdict.reason,
        # Of chance and stability only the outcome: their digits would tell of single answers between two releases.
        "uncertain": verdict.uncertain,
        "people": int(whole.in_map.sum()) // FEWEST * FEWEST,
        "groups": _drawn_groups(question, whole, labels, grid, over),
        "parties": _drawn_parties(question, whole, grid),
    }
    return picture, labels, over


def _sizes(question: Question, labels: Ints, inside: Flags, before: History | None) -> Ledger:
    """Return how many people of all, and of each party, are in each group, in steps of five; no cell below 5 (R9)."""
    counted = question.counted
    numbers = sorted({int(label) for label in labels if label >= 0})
    sets: dict[str, dict[str, bool]] = {}
    for person, label, party in zip(
        counted.people[inside].tolist(), labels[inside].tolist(), counted.party[inside].tolist(), strict=True
    ):
        for number in numbers:
            for name in (ALL, question.sides[party].key):
                sets.setdefault(f"{name} {number + 1}", {})[f"{person}.{label}"] = label == number
    if question.open_data:
        return _at_once(Ledger(), sets, fives)
    return publish(before.ledgers.get(MAP, Ledger()) if before else Ledger(), sets, fives)


def _labels_before(counted: Counted, before: History | None) -> Ints:
    labels = np.full(len(counted.people), -1, dtype=np.int64)
    if before is not None:
        known = dict(zip(before.model.people.tolist(), before.model.labels.tolist(), strict=True))
        labels = np.array([known.get(int(person), -1) for person in counted.people], dtype=np.int64)
    return labels


def _fresh_people(counted: Counted, before: History, inside: Flags) -> int:
    new = np.zeros(len(counted.people), dtype=bool)
    new[counted.votes.rows[counted.numbers > before.last_number]] = True
    return int((new & inside).sum())


def _drawn_groups(
    question: Question, whole: opinion.OpinionMap, labels: Ints, grid: float, over: Ledger
) -> list[Published]:
    counted = question.counted
    numbers = sorted({int(label) for label in labels if label >= 0})
    counts = tally(counted.votes, labels, max(numbers, default=-1) + 1)
    drawn, told = [], over.figures
    for number in numbers:
        shape = contours.contour(whole.positions[labels == number], grid)
        if shape is None or f"{ALL} {number + 1}" not in told:
            continue
        typical = representative.representative(counts, number, ~counted.moderated)
        drawn.append({
            "number": number + 1,
            "size": list(told[f"{ALL} {number + 1}"].band),
            **{name: getattr(shape, name) for name in ("x", "y", "long", "short", "turn")},
            "typical": [{"thought": question.thoughts[one.statement], "direction": one.direction} for one in typical],
            "parties": {
                side.key: list(told[f"{side.key} {number + 1}"].band)
                for side in question.sides
                if f"{side.key} {number + 1}" in told
            },
        })  # fmt: skip
    return drawn


def _drawn_parties(question: Question, whole: opinion.OpinionMap, grid: float) -> list[Published]:
    drawn = []
    for place, side in enumerate(question.sides):
        middle = contours.centre(whole.positions[whole.in_map & (question.counted.party == place)], grid)
        if middle is not None and side.key != OWN:
            drawn.append({"party": side.key, "x": middle[0], "y": middle[1]})
    return drawn


def _ledgers(question: Question, labels: Ints, picture: Published, before: Mapping[str, Ledger]) -> dict[str, Ledger]:
    """Renew the cells of each thought that may be renewed; the others stay as they were."""
    counted = question.counted
    order = np.argsort(counted.votes.columns, kind="stable")
    starts = np.searchsorted(counted.votes.columns[order], np.arange(len(question.thoughts) + 1))
    rows, values = counted.votes.rows, counted.votes.values
    shown = {group["number"] - 1 for group in picture["groups"]} if picture["shown"] else set()
    ledgers = dict(before)
    for column, thought in enumerate(question.thoughts):
        if counted.moderated[column]:
            ledgers.pop(thought, None)
            continue
        cells = order[starts[column] : starts[column + 1]]
        sets: dict[str, dict[str, bool]] = {}
        for row, number, value in zip(
            rows[cells].tolist(), counted.numbers[cells].tolist(), values[cells].tolist(), strict=True
        ):
            label = int(labels[row])
            key = f"{number}.{label}"
            if len(question.sides) > 1:  # alone, the people without a party would be everybody together
                sets.setdefault(question.sides[counted.party[row]].key, {})[key] = value == 1
            if label in shown:
                sets.setdefault(f"group {label + 1}", {})[key] = value == 1
        publishing = _at_once if question.open_data else publish
        ledgers[thought] = publishing(ledgers.get(thought, Ledger()), sets)
    return {thought: ledger for thought, ledger in ledgers.items() if ledger.publications}


def _at_once(_before: Ledger, sets: Mapping[str, Mapping[str, bool]], scale: Scale = shares) -> Ledger:
    """Return the figures of open data, whose rows are public anyway: every set of 5 or more, in bands."""
    figures = []
    for name, answers in sorted(sets.items()):
        yes = sum(answers.values())
        if len(answers) >= FEWEST:
            band = next(one for one in scale(len(answers)) if one.low <= yes <= one.high)
            figures.append(Figure(name, len(answers), band.low, band.high, band.band, yes))
    return Ledger(tuple(figures))


def _table(question: Question, figures: Sequence[Mapping[str, Figure]], picture: Published) -> Published:
    """Return the bands of all parties and shown groups per thought."""
    shown = {side.key for side in question.sides} | {f"group {group['number']}" for group in picture["groups"]}
    rows = {
        thought: {name: list(figure.band) for name, figure in row.items() if name in shown}
        for thought, row in zip(question.thoughts, figures, strict=True)
    }
    return {thought: row for thought, row in rows.items() if row}


def _published_tallies(
    question: Question, figures: Sequence[Mapping[str, Figure]], picture: Published
) -> tuple[Tally, Tally | None]:
    """Return the counts behind the published bands: what is derived from them stands still between publications."""
    parties = [side.key for side in question.sides if side.key != OWN]
    groups = [f"group {group['number']}" for group in picture["groups"]] if picture["shown"] else []
    return _counts(parties, figures), _counts(groups, figures) if groups else None


def _counts(names: Sequence[str], figures: Sequence[Mapping[str, Figure]]) -> Tally:
    agree, seen = (np.zeros((len(names), len(figures)), dtype=np.int64) for _ in range(2))
    for place, name in enumerate(names):
        for column, row in enumerate(figures):
            if name in row:
                agree[place, column], seen[place, column] = row[name].yes, row[name].size
    return Tally(agree, np.zeros_like(agree), seen)


def _members(question: Question, labels: Ints, picture: Published) -> Ints | None:
    """Return how many people of each party are in each drawn group; None when nobody has a party."""
    parties = len(question.sides) - 1
    if not parties:
        return None
    numbers = [group["number"] - 1 for group in picture["groups"]]
    members = [
        [int(((labels == number) & (question.counted.party == place)).sum()) for place in range(parties)]
        for number in numbers
    ]
    return np.array(members, dtype=np.int64).reshape(len(numbers), parties)


def _bridges_before(question: Question, before: History | None) -> list[int]:
    held = set(before.published["bridges"]) if before else set()
    return [column for column, thought in enumerate(question.thoughts) if thought in held]


def _lists(question: Question, found: bridges.Bridges, groups: Tally | None) -> Published:
    """Return bridges first, then where we differ; without parties, where the groups meet and differ."""
    counts = ~question.counted.moderated
    between, apart, differ = "parties", found.divisiveness, found.differ
    meeting: list[int] = [int(column) for column in found.order if counts[column]]
    if len(question.sides) < len(("a party", "another", "own")) and groups is not None:
        between, meeting = "groups", _meeting(found, counts)
        apart, p_value = bridges.divisiveness(groups)
        differ = bridges.false_discovery(p_value)
    away = [int(column) for column in np.flatnonzero(differ & counts & ~found.bridge)]
    away.sort(key=lambda column: (-round(float(apart[column]), 9), column))
    names = [*(side.key for side in question.sides[:-1]), *(f"group {int(one) + 1}" for one in found.counted_groups)]
    return {
        "between": between,
        "bridges": [question.thoughts[column] for column in meeting],
        "differences": [question.thoughts[column] for column in away],
        "holds_back": {
            question.thoughts[column]: names[found.holds_back[column]]
            for column in away
            if found.holds_back[column] >= 0
        },
        "hidden": {
            question.thoughts[column]: int(found.hidden[column]) + 1 for column in away if found.hidden[column] >= 0
        },
    }


def _meeting(found: bridges.Bridges, counts: Flags) -> list[int]:
    carried = counts & (np.nan_to_num(found.common_ground, nan=-1.0) >= bridges.ENTERS)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.log(found.lower_groups).mean(axis=0)
    return sorted((int(one) for one in np.flatnonzero(carried)), key=lambda one: (-round(float(mean[one]), 9), one))


def _model(question: Question, whole: opinion.OpinionMap, labels: Ints, picture: Published) -> Model:
    counted = question.counted
    parties = tally(counted.votes, counted.party, len(question.sides))
    numbers = [group["number"] - 1 for group in picture["groups"]]
    groups = tally(counted.votes, labels, max(numbers, default=-1) + 1)
    centres = [whole.positions[labels == number].mean(axis=0) for number in numbers]
    return Model(
        statements=counted.statements,
        parties=np.array([side.pk for side in question.sides], dtype=np.int64),
        mean=whole.mean,
        components=whole.components,
        extremity=whole.extremity,
        moderated=counted.moderated,
        centres=np.array(centres).reshape(len(centres), 2),
        party_agree=parties.agree,
        party_disagree=parties.disagree,
        party_seen=parties.seen,
        group_agree=groups.agree[numbers],
        group_disagree=groups.disagree[numbers],
        group_seen=groups.seen[numbers],
        people=counted.people,
        labels=labels,
    )


def packed_ledgers(ledgers: Mapping[str, Ledger]) -> bytes:
    """Return the ledgers as they are kept."""
    stored = {thought: ledger.stored() for thought, ledger in ledgers.items()}
    return zlib.compress(json.dumps(stored, separators=(",", ":")).encode(), 1)


def unpacked_ledgers(content: bytes) -> dict[str, Ledger]:
    """Return the ledgers from what was kept."""
    stored = json.loads(zlib.decompress(content)) if content else {}
    return {thought: Ledger.restored(kept) for thought, kept in stored.items()}
