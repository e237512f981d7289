"""Groups of people who answer alike, from their places on the map (METHODS §1.6).

First up to a hundred *base points* stand for the people; then groups of base points are sought for several
numbers of groups, and the number with the best mean silhouette is kept. Nothing depends on the order of the
people: equal places are one weighted point, points are sorted, starts are fixed, ties have a rule.
"""

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from communityup.methods.arrays import Floats, Ints

LEAVES = 100
MOST_GROUPS = 5
DIRECTIONS = 12
ROUNDS = 1000
DIGITS = 9


@dataclass(frozen=True, eq=False)
class Grouping:
    """``labels`` (people) from 0, by falling size; ``centres`` (k, 2) member means; ``silhouette`` over base points."""

    labels: Ints
    centres: Floats
    silhouette: float

    @property
    def k(self) -> int:
        """How many groups."""
        return len(self.centres)


def most_groups(base: int) -> int:
    """The largest k tried for ``base`` base points: min(5, 2 + ⌊base/12⌋)."""
    return min(MOST_GROUPS, 2 + base // 12)


def find(places: Floats) -> Grouping:
    """Group people by ``places`` (people, 2). One place for all is one group; nobody is none."""
    points, owner, weights = _distinct(places)
    if len(points) <= 1:
        return Grouping(owner, points, 0.0)
    leaf_means, centres = _split(points, weights)
    base, own = _settle(points, weights, centres)
    members = np.bincount(own, weights, minlength=len(base)).astype(np.float64)
    apart = _distances(base)
    numbers = range(2, most_groups(len(base)) + 1)
    tried = [_best_of(base, members, _starts(base, leaf_means[k], k)) for k in numbers]
    widths = [round(silhouette(apart, labels), DIGITS) for labels in tried]
    best = widths.index(max(widths))  # of equal ones the first: the fewest groups
    return _ordered(points, weights, tried[best][own], owner, widths[best])


def _distinct(places: Floats) -> tuple[Floats, Ints, Floats]:
    """Sorted distinct places (rounded to 1e-9), the place of each person, and how many stand there."""
    rounded = np.round(places, DIGITS) + 0.0
    order = np.lexsort((rounded[:, 1], rounded[:, 0]))
    ranked = rounded[order]
    new = np.ones(len(ranked), dtype=bool)
    new[1:] = (ranked[1:] != ranked[:-1]).any(axis=1)
    owner = np.empty(len(ranked), dtype=np.int64)
    owner[order] = np.cumsum(new) - 1
    return ranked[new], owner, np.bincount(owner, minlength=int(new.sum())).astype(float)


@dataclass(frozen=True, eq=False)
class _Leaf:
    members: Ints
    mean: Floats
    spread: float


def _leaf(points: Floats, weights: Floats, members: Ints) -> _Leaf:
    own, weight = points[members], weights[members, None]
    mean = (own * weight).sum(axis=0) / weight.sum()
    return _Leaf(members, mean, float((weight * (own - mean) ** 2).sum()))


def _split(points: Floats, weights: Floats) -> tuple[dict[int, Floats], Floats]:
    """Halve the leaf with the most spread (sum of squares) along its widest axis at its mean, up to a hundred leaves.

    Returns the leaf means at 2 to 5 leaves, and at the end.
    """
    leaves = [_leaf(points, weights, np.arange(len(points)))]
    means: dict[int, Floats] = {}
    while len(leaves) < LEAVES:
        place = max(range(len(leaves)), key=lambda i: leaves[i].spread)
        leaf = leaves[place]
        if len(leaf.members) <= 1:
            break
        leaves[place : place + 1] = [_leaf(points, weights, half) for half in _halves(points, leaf)]
        if len(leaves) <= MOST_GROUPS:
            means[len(leaves)] = np.array([one.mean for one in leaves])
    return means, np.array([one.mean for one in leaves])


def _halves(points: Floats, leaf: _Leaf) -> tuple[Ints, Ints]:
    own = points[leaf.members]
    low, high = own.min(axis=0), own.max(axis=0)
    axis = int(np.argmax(high - low))
    # Rounding may lift a mean to the largest value itself; below it there is always somebody.
    left = (own[:, axis] <= leaf.mean[axis]) & (own[:, axis] < high[axis])
    return leaf.members[left], leaf.members[~left]


def _settle(points: Floats, weights: Floats, centres: Floats) -> tuple[Floats, Ints]:
    """Lloyd's k-means from ``centres`` until no point moves: centres with members, and the centre of each point.

    A point is looked at again only when the centres moved enough to change its mind (Hamerly's bounds).
    """
    (near, second), own = _nearest(points, centres)
    for _ in range(ROUNDS):
        moved = _means(points, weights, own, centres)
        steps = np.sqrt(((moved - centres) ** 2).sum(axis=1))
        centres = moved
        near += steps[own]
        second -= steps.max()
        doubt = np.flatnonzero(near >= second)
        near[doubt] = np.hypot(*(points[doubt] - centres[own[doubt]]).T)
        doubt = doubt[near[doubt] >= second[doubt]]
        (near[doubt], second[doubt]), found = _nearest(points[doubt], centres)
        if (found == own[doubt]).all() and not steps.any():
            break
        own[doubt] = found
    used, own = np.unique(own, return_inverse=True)
    return centres[used], own


def _nearest(points: Floats, centres: Floats) -> tuple[Floats, Ints]:
    """Distances to the nearest and the second nearest centre (2, points), and the nearest one."""
    distances, found = cKDTree(centres).query(points, k=[1, 2])
    return np.array(distances, dtype=np.float64).T.copy(), np.asarray(found, dtype=np.int64)[:, 0]


def _means(points: Floats, weights: Floats, own: Ints, centres: Floats) -> Floats:
    """The weighted mean of each centre's points; a centre without any stays."""
    size = len(centres)
    total = np.bincount(own, weights, minlength=size)
    sums = np.column_stack([np.bincount(own, weights * points[:, axis], minlength=size) for axis in (0, 1)])
    return np.where(total[:, None] > 0, sums / np.maximum(total, 1)[:, None], centres)


def _starts(base: Floats, leaf_means: Floats, k: int) -> Floats:
    """Thirteen starts (13, k, 2): the leaf means, and farthest-first from the extremes of twelve directions."""
    angles = np.arange(DIRECTIONS) * (2 * np.pi / DIRECTIONS)
    height = np.round(np.outer(np.cos(angles), base[:, 0]) + np.outer(np.sin(angles), base[:, 1]), DIGITS)
    first = base[height.argmax(axis=1)]
    starts = [_farthest_first(base, point, k) for point in np.unique(first, axis=0)]
    return np.array([*starts, leaf_means])


def _farthest_first(base: Floats, point: Floats, k: int) -> Floats:
    chosen = [point]
    distance = np.full(len(base), np.inf)
    while len(chosen) < k:
        distance = np.minimum(distance, ((base - chosen[-1]) ** 2).sum(axis=1))
        chosen.append(base[int(np.argmax(np.round(distance, DIGITS)))])
    return np.array(chosen)


def _best_of(base: Floats, members: Floats, starts: Floats) -> Ints:
    """Weighted k-means of all starts side by side: labels of the lowest inertia, ties by the smaller centre list."""
    centres, labels = starts, np.zeros((len(starts), len(base)), dtype=np.int64)
    for _ in range(ROUNDS):
        across, along = (base[None, :, None, axis] - centres[:, None, :, axis] for axis in (0, 1))
        apart = across**2 + along**2
        found = apart.argmin(axis=2)
        if (found == labels).all():
            break
        labels = found
        centres = _group_means(base, members, labels, centres)
    inertia = np.round((apart.min(axis=2) * members).sum(axis=1), DIGITS)
    lists = [sorted(map(tuple, np.round(one, DIGITS).tolist())) for one in centres]
    best = min(range(len(starts)), key=lambda i: (inertia[i], lists[i]))
    return np.unique(labels[best], return_inverse=True)[1].astype(np.int64)


def _group_means(base: Floats, members: Floats, labels: Ints, centres: Floats) -> Floats:
    starts, k = centres.shape[:2]
    flat = (labels + k * np.arange(starts)[:, None]).ravel()

    def summed(weights: Floats) -> Floats:
        counted = np.bincount(flat, np.tile(weights, starts), minlength=starts * k)
        return counted.reshape(starts, k).astype(np.float64)

    total = summed(members)
    sums = np.stack([summed(members * base[:, axis]) for axis in (0, 1)], axis=2)
    return np.where(total[..., None] > 0, sums / np.maximum(total, 1)[..., None], centres)


def _distances(base: Floats) -> Floats:
    return np.asarray(np.hypot(base[:, None, 0] - base[None, :, 0], base[:, None, 1] - base[None, :, 1]))


def silhouette(apart: Floats, labels: Ints) -> float:
    """Mean of (b - a) / max(a, b) over points: a the mean distance inside one's group, b to the nearest other.

    ``apart`` (points, points) distances, ``labels`` (points) at least two groups; alone in a group counts 0.
    """
    member = (labels[:, None] == np.arange(labels.max() + 1)).astype(float)
    sizes = member.sum(axis=0)
    sums = np.einsum("ij,jk->ik", apart, member)
    rows = np.arange(len(labels))
    inside = sums[rows, labels] / np.maximum(sizes[labels] - 1, 1)
    others = sums / sizes
    others[rows, labels] = np.inf
    nearest = others.min(axis=1)
    larger = np.maximum(inside, nearest)
    width = np.where((sizes[labels] > 1) & (larger > 0), (nearest - inside) / np.where(larger > 0, larger, 1), 0.0)
    return float(width.mean())


def _ordered(points: Floats, weights: Floats, labels: Ints, owner: Ints, width: float) -> Grouping:
    """Number the groups by falling size, then by centre."""
    k = int(labels.max()) + 1
    centres = _means(points, weights, labels, np.zeros((k, 2)))
    sizes = np.bincount(labels, weights, minlength=k)
    order = np.lexsort((np.round(centres[:, 1], DIGITS), np.round(centres[:, 0], DIGITS), -sizes))
    place = np.empty(k, dtype=np.int64)
    place[order] = np.arange(k)
    return Grouping(place[labels][owner], centres[order], width)
