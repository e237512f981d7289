"""Groups the way Polis finds them, for comparison only (METHODS §1.5): the order of the people matters here."""

import numpy as np

from communityup.methods import groups
from communityup.methods.arrays import Floats, Ints

BASE = 100
BASE_ROUNDS = 100
GROUP_ROUNDS = 20


def find(places: Floats) -> groups.Grouping:
    """Group people by ``places`` (people, 2) in their own order; labels by the order of the first base points."""
    if not len(places):
        return groups.Grouping(np.zeros(0, dtype=np.int64), places, 0.0)
    base, own = _kmeans(places, np.ones(len(places)), BASE, BASE_ROUNDS)
    members = np.bincount(own, minlength=len(base)).astype(float)
    labels, width = group_base(base, members)
    label = labels[own]
    k = int(label.max()) + 1
    centres = np.array([places[label == one].mean(axis=0) for one in range(k)])
    return groups.Grouping(label, centres, width)


def group_base(base: Floats, members: Floats) -> tuple[Ints, float]:
    """The group of each base centre (base, 2) with ``members`` people, and the mean silhouette of that grouping."""
    apart = np.sqrt(((base[:, None] - base[None]) ** 2).sum(axis=2))
    best: tuple[Ints, float] = (np.zeros(len(base), dtype=np.int64), 0.0)
    for k in range(2, groups.most_groups(len(base)) + 1):
        labels = _kmeans(base, members, k, GROUP_ROUNDS)[1]
        if labels.max() < 1:
            continue
        width = groups.silhouette(apart, labels)
        if not best[0].any() or width > best[1]:
            best = (labels, width)
    return best


def _kmeans(points: Floats, weights: Floats, k: int, rounds: int) -> tuple[Floats, Ints]:
    """Lloyd from the first ``k`` distinct points; centres without members are left out."""
    first = np.sort(np.unique(points, axis=0, return_index=True)[1])[:k]
    centres = points[first]
    for _ in range(rounds):
        own = ((points[:, None] - centres[None]) ** 2).sum(axis=2).argmin(axis=1)
        total = np.bincount(own, weights, minlength=len(centres))
        sums = np.column_stack([np.bincount(own, weights * points[:, axis], minlength=len(centres)) for axis in (0, 1)])
        moved = sums[total > 0] / total[total > 0, None]
        if moved.shape == centres.shape and (moved == centres).all():
            break
        centres = moved
    own = ((points[:, None] - centres[None]) ** 2).sum(axis=2).argmin(axis=1)
    return centres, own.astype(np.int64)
