"""The opinion map ("meningenbeeld"): where people and thoughts stand, from answers alone (METHODS §1).

``make_map(votes)`` gives places of people and thoughts and the groups of people who answer alike;
``project(answers, map)`` gives one person's dot in the time of that person's answers. The same answers give the
same map to the last shown digit, whatever the order of the rows or the number of threads.

    >>> from communityup.methods.votes import from_triples
    >>> rows, columns = [0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 0, 1]
    >>> map = make_map(from_triples(rows, columns, [1, -1, 1, -1, -1, 1], n_rows=3, n_columns=2))
    >>> map.positions[:, 0].round(3).tolist()
    [0.943, 0.943, -1.886]
    >>> map.labels.tolist(), map.k
    ([0, 0, 1], 2)
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from communityup.methods import compatible, groups, pca
from communityup.methods.arrays import Flags, Floats, Ints
from communityup.methods.votes import Votes, row_order, take

Mode = Literal["ours", "polis"]
ENOUGH_ANSWERS = 7
FEWEST_PEOPLE = 15


@dataclass(frozen=True, eq=False)
class Group:
    """People who answer alike: ``label`` from 0, ``size`` in people, ``centre`` (x, y) the mean of their places."""

    label: int
    size: int
    centre: tuple[float, float]


@dataclass(frozen=True, eq=False)
class OpinionMap:
    """A map of n people and m thoughts; every length in the same unit.

    ``positions`` (n, 2); ``mean`` (m) and ``components`` (2, m) place any row of answers; ``statement_positions``
    (m, 2) where one agreement alone would stand, ``extremity`` (m) how far out; ``in_map`` (n) who took part in the
    grouping; ``labels`` (n) group of each person, -1 outside; ``silhouette`` of the kept grouping; ``mode``.
    """

    positions: Floats
    mean: Floats
    components: Floats
    statement_positions: Floats
    extremity: Floats
    in_map: Flags
    labels: Ints
    groups: tuple[Group, ...]
    silhouette: float
    moderated: frozenset[int]
    mode: Mode = "ours"

    @property
    def k(self) -> int:
        """How many groups."""
        return len(self.groups)


def make_map(
    votes: Votes, moderated: Collection[int] = frozenset(), mode: Mode = "ours", *, tolerance: float = pca.TOLERANCE
) -> OpinionMap:
    """The map of ``votes``; ``moderated`` columns weigh nothing.

    ``mode`` "ours" does not depend on the order of rows, "polis" groups the way Polis does (for comparison). Raises
    ValueError for a moderated column outside the table or an unknown mode.
    """
    if mode not in ("ours", "polis"):
        raise ValueError("mode must be 'ours' or 'polis'")
    if any(not 0 <= column < votes.n_columns for column in moderated):
        raise ValueError("a moderated column must be in the table")
    hidden = np.zeros(votes.n_columns, dtype=bool)
    hidden[list(moderated)] = True
    order = row_order(votes)
    mean, components, ordered = _places(take(votes, order), hidden, tolerance)
    positions = np.empty_like(ordered)
    positions[order] = ordered
    inside = who_is_in(votes)
    found = (groups if mode == "ours" else compatible).find(positions[inside])
    labels = np.full(votes.n_rows, -1, dtype=np.int64)
    labels[inside] = found.labels
    statements = np.sqrt(votes.n_columns) * ((1 - mean) * components).T
    sizes = np.bincount(found.labels, minlength=found.k)
    return OpinionMap(
        positions=positions,
        mean=mean,
        components=components,
        statement_positions=statements,
        extremity=np.hypot(statements[:, 0], statements[:, 1]),
        in_map=inside,
        labels=labels,
        groups=tuple(
            Group(label, int(sizes[label]), (float(x), float(y))) for label, (x, y) in enumerate(found.centres)
        ),
        silhouette=found.silhouette,
        moderated=frozenset(moderated),
        mode=mode,
    )


def who_is_in(votes: Votes) -> Flags:
    """Who takes part in the grouping (n): at least min(7, m) answers; of fewer than 15 people, the most active besides.

    All that tie with the fifteenth come in; somebody without any answer never does.
    """
    seen = votes.seen_by_row
    inside = seen >= max(min(ENOUGH_ANSWERS, votes.n_columns), 1)
    if inside.sum() < FEWEST_PEOPLE and len(seen):
        fifteenth = np.sort(seen)[::-1][min(FEWEST_PEOPLE, len(seen)) - 1]
        inside = seen >= max(int(fifteenth), 1)
    return np.asarray(inside)


def _places(votes: Votes, hidden: Flags, tolerance: float) -> tuple[Floats, Floats, Floats]:
    """Column means (m), components (2, m) and places (n, 2) of a table with its rows in their own order."""
    if not votes.n_columns:
        return np.zeros(0), np.zeros((2, 0)), np.zeros((votes.n_rows, 2))
    mean = column_means(votes, hidden)
    # Centred answers: zero where nobody answered, and in moderated columns.
    centred = votes.values - mean[votes.columns]
    centred[hidden[votes.columns]] = 0.0
    table = votes.matrix(centred)
    components = pca.leading(table, tolerance)
    answered = votes.seen_by_row
    if hidden.any():
        answered = hidden.sum() + np.asarray(votes.matrix((~hidden[votes.columns]).astype(np.int64)).sum(axis=1))
    scale = np.sqrt(votes.n_columns / np.maximum(answered, 1))
    return mean, components, (table @ np.ascontiguousarray(components.T)) * scale[:, None]


def column_means(votes: Votes, hidden: Flags) -> Floats:
    """Mean answer of each column over those who answered (m); 0 where nobody did and in hidden columns."""
    seen = np.bincount(votes.columns, minlength=votes.n_columns)
    total = np.bincount(votes.columns[votes.values == 1], minlength=votes.n_columns)
    total = total - np.bincount(votes.columns[votes.values == -1], minlength=votes.n_columns)
    return np.asarray(np.where(hidden | (seen == 0), 0.0, total / np.maximum(seen, 1)))


def project(answers: Mapping[int, int], map_: OpinionMap) -> tuple[float, float]:
    """One person's dot from ``answers`` (column to -1, 0 or 1) on an existing map; O(answers).

    p = sqrt(m / max(S, 1)) · Σ (v_j − mean_j)·component_j, moderated columns counting as answered.
    """
    kept = [column for column in answers if column not in map_.moderated]
    value = np.array([answers[column] for column in kept], dtype=float)
    where = np.array(kept, dtype=np.intp)
    sums = (map_.components[:, where] * (value - map_.mean[where])).sum(axis=1)
    x, y = sums * np.sqrt(len(map_.mean) / max(len(kept) + len(map_.moderated), 1))
    return float(x), float(y)
