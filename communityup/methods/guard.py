"""Are the groups of a map really there? Source: METHODS §1.7.

Any cloud can be cut in groups. Groups are shown only when at least 25 people are in the map and a permutation
test finds no equally good groups in 199 tables in which the answers of each thought were dealt anew among those
who answered it. A stability badge says how much the groups change when 5 % of the people are left out.

With very many people in the map the test looks at a random 2,500 of them: as strict, and done in half a minute.

All chance is drawn from the SHA-256 of the answers themselves, so the verdict is the same everywhere.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from communityup.methods import opinion
from communityup.methods.arrays import Floats, Ints
from communityup.methods.opinion import OpinionMap
from communityup.methods.votes import Votes, digest, row_order, take

Reason = Literal["groups", "few_people", "one_place", "no_structure"]
FEWEST_PEOPLE = 25
SHUFFLES = 199
SIGNIFICANT = 0.01
MOST_TESTED = 2500
SUBSAMPLES = 5
LEFT_OUT = 0.05
STEADY = 0.8
ROUGH = 1e-6
EQUAL = 1e-9


@dataclass(frozen=True)
class Verdict:
    """Whether to show groups, and why.

    ``reason``: "groups" (shown), "few_people" (under 25 in the map), "one_place" (all stand in one place),
    "no_structure" (chance gives groups as good). ``p_value`` of the test and ``stability``, the mean adjusted Rand
    index over five subsamples; both None when there was nothing to test.
    """

    shown: bool
    reason: Reason
    p_value: float | None = None
    stability: float | None = None

    @property
    def uncertain(self) -> bool:
        """The badge "groups uncertain": shown, but a few people less could change them."""
        return self.shown and self.stability is not None and self.stability < STEADY


def judge(votes: Votes, map_: OpinionMap, *, shuffles: int = SHUFFLES) -> Verdict:
    """Test the groups of ``map_``, the map of ``votes``; takes about ``shuffles`` times as long as the map.

    p = (1 + shuffled tables with a silhouette at least as good) / (shuffles + 1), shown when p < 0.01. Of more than
    2,500 people in the map, the table and its shuffles are those of a random 2,500 (decision 0007).
    """
    if map_.in_map.sum() < FEWEST_PEOPLE:
        return Verdict(shown=False, reason="few_people")
    if map_.k <= 1:
        return Verdict(shown=False, reason="one_place")
    seed = digest(votes, map_.moderated)
    p_value = _p_value(*_tested(votes, map_, seed), seed, shuffles)
    stability = _stability(votes, map_, seed)
    if p_value >= SIGNIFICANT:
        return Verdict(shown=False, reason="no_structure", p_value=p_value, stability=stability)
    return Verdict(shown=True, reason="groups", p_value=p_value, stability=stability)


def _random(seed: bytes, purpose: str) -> np.random.PCG64:
    """A generator whose raw numbers are the same in every version of numpy."""
    return np.random.PCG64(int.from_bytes(hashlib.sha256(seed + purpose.encode()).digest()))


def _tested(votes: Votes, map_: OpinionMap, seed: bytes) -> tuple[Votes, OpinionMap]:
    """The table that is shuffled, its rows in an order of their own, and its map."""
    ranked = row_order(votes)
    inside = ranked[map_.in_map[ranked]]
    if len(inside) <= MOST_TESTED:
        return take(votes, ranked), map_
    drawn = np.argsort(_random(seed, "tested").random_raw(len(inside)), kind="stable")[:MOST_TESTED]
    table = take(votes, inside[np.sort(drawn)])
    return table, opinion.make_map(table, map_.moderated, map_.mode)


def _p_value(votes: Votes, map_: OpinionMap, seed: bytes, shuffles: int) -> float:
    column = votes.columns.astype(np.uint64)
    by_column = np.argsort(column, kind="stable")
    shelf = column[by_column] << np.uint64(40)
    source = _random(seed, "shuffle")
    as_good = 0
    for _ in range(shuffles):
        keys = shelf | (source.random_raw(len(shelf)) >> np.uint64(24))
        values = np.empty_like(votes.values)
        values[by_column] = votes.values[by_column][np.argsort(keys, kind="stable")]
        found = opinion.make_map(replace(votes, values=values), map_.moderated, map_.mode, tolerance=ROUGH)
        as_good += found.silhouette >= map_.silhouette - EQUAL
    return (1 + as_good) / (shuffles + 1)


def _stability(votes: Votes, map_: OpinionMap, seed: bytes) -> float:
    """Mean adjusted Rand index between the groups and those found without a random 5 % of the people."""
    people = np.flatnonzero(votes.seen_by_row > 0)
    ranked = row_order(votes)
    ranked = ranked[np.isin(ranked, people)]
    source = _random(seed, "subsample")
    agreements = []
    for _ in range(SUBSAMPLES):
        shuffled = ranked[np.argsort(source.random_raw(len(ranked)), kind="stable")]
        kept = np.sort(shuffled[int(np.ceil(LEFT_OUT * len(ranked))) :])
        found = opinion.make_map(take(votes, kept), map_.moderated, map_.mode)
        both = map_.in_map[kept] & found.in_map
        agreements.append(adjusted_rand(map_.labels[kept][both], found.labels[both]))
    return float(np.mean(agreements))


def adjusted_rand(one: Ints, other: Ints) -> float:
    """How much two groupings of the same people agree, corrected for chance: 1 is the same, about 0 is chance."""
    table = np.zeros((int(one.max(initial=0)) + 1, int(other.max(initial=0)) + 1))
    np.add.at(table, (one, other), 1)
    together, rows, columns = (_pairs(count) for count in (table, table.sum(axis=1), table.sum(axis=0)))
    expected = rows * columns / max(_pairs(np.array([len(one)])), 1.0)
    largest = (rows + columns) / 2
    return 1.0 if largest == expected else (together - expected) / (largest - expected)


def _pairs(counts: Floats | Ints) -> float:
    return float((counts * (counts - 1) / 2).sum())
