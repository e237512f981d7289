"""Who drinks coffee with whom: pairs of people of two parties, as many as can be, and fair to who was left over.

Nothing is known of people but their party, how often in a row they were left over, and with whom they were paired
before. Nobody chooses: of all ways that are equally good one is drawn, and with the same seed it is the same one.
"""

import hashlib
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, vstack

from communityup.methods.arrays import Floats

LOTS = 2**20
# More people at once make the sums long: 150 take a second, 300 five.
MOST_AT_ONCE = 150


@dataclass(frozen=True)
class Drawn:
    """What was drawn: pairs of people (each in order, and the pairs in order), and who is left over."""

    pairs: tuple[tuple[str, str], ...]
    left: tuple[str, ...]


def most_pairs(parties: Sequence[Hashable]) -> int:
    """Return how many pairs over party lines can be made of people of these parties: min(⌊n/2⌋, n − largest party)."""
    sizes = Counter(parties)
    return min(len(parties) // 2, len(parties) - max(sizes.values(), default=0))


def first_in(people: Iterable[str], *, waited: Mapping[str, int], seed: bytes, most: int) -> tuple[str, ...]:
    """Return who is in a draw of at most `most` people: who was left over longest, and among equals by their lot."""
    found = sorted(people, key=lambda one: (-waited.get(one, 0), _lot(seed, (one, "")), one))
    return tuple(sorted(found[:most]))


def draw(
    people: Mapping[str, Hashable],
    *,
    seed: bytes,
    waited: Mapping[str, int] | None = None,
    met: Mapping[tuple[str, str], int] | None = None,
) -> Drawn:
    """Draw pairs of `people` (who → party), never of one party; the order in which they are given changes nothing.

    First as many pairs as there can be (`most_pairs`); among those, who was left over goes first (`waited`: how often
    in a row, 0 when absent), longest first; then as few repeats as possible (`met`: how often two people, in either
    order, were a pair); the rest is a lottery: SHA-256(seed, pair) is the lot of a pair, the smallest sum is drawn.
    """
    order = sorted(people)
    edges = [(one, other) for one, other in combinations(order, 2) if people[one] != people[other]]
    if not edges:
        return Drawn((), tuple(order))
    before, turns = _both_ways(met or {}), waited or {}
    wishes = [
        [-float(turns.get(one, 0) + turns.get(other, 0)) for one, other in edges],
        [float(before.get(edge, 0)) for edge in edges],
        [float(_lot(seed, edge)) for edge in edges],
    ]
    chosen = _best(order, edges, most_pairs([people[one] for one in order]), [np.array(wish) for wish in wishes])
    paired = {one for pair in chosen for one in pair}
    return Drawn(tuple(chosen), tuple(one for one in order if one not in paired))


def _best(
    order: Sequence[str], edges: Sequence[tuple[str, str]], size: int, wishes: Sequence[Floats]
) -> list[tuple[str, str]]:
    """Return the `size` pairs in which nobody stands twice that fulfil the wishes best, the first wish first.

    The least sum of each wish is found in whole numbers and kept while the next is looked at. For who goes first a sum
    is enough: the sets of people that some largest pairing covers are the bases of a matroid, so the best sum covers
    the longest waiting, then the next longest, and so on.
    """
    place = {one: row for row, one in enumerate(order)}
    rows = [place[one] for edge in edges for one in edge]
    columns = [column for column in range(len(edges)) for _side in range(2)]
    once = csr_array(coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(order), len(edges))))
    kept, least, most = [once, csr_array(np.ones((1, len(edges))))], [0.0] * len(order) + [size], [1.0] * len(order)
    most.append(size)
    found = np.zeros(len(edges))
    for number, wish in enumerate(wishes, start=1):
        if wish.min() == wish.max() and number < len(wishes):
            continue  # every choice is as good: the number of pairs is fixed
        limits = LinearConstraint(vstack(kept, format="csr"), least, most)
        # There are so many pairs, so there is a choice; without one there is no x, and rounding it raises TypeError.
        result: Any = milp(
            wish,
            integrality=np.ones(len(edges), dtype=np.int64),
            bounds=Bounds(0, 1),
            constraints=limits,
            options={"mip_rel_gap": 0},
        )
        found = np.round(result.x)
        kept.append(csr_array(wish[np.newaxis]))
        least.append(float(wish @ found))
        most.append(float(wish @ found))
    return [edge for edge, drawn in zip(edges, found, strict=True) if drawn]


def _both_ways(met: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for (one, other), times in met.items():
        found[min(one, other), max(one, other)] += times
    return found


def _lot(seed: bytes, edge: tuple[str, str]) -> int:
    """Return the lot of a pair: a whole number from 1, of the seed and the two."""
    told = b"\x00".join([seed, edge[0].encode(), edge[1].encode()])
    return 1 + int.from_bytes(hashlib.sha256(told).digest()[:8]) % LOTS
