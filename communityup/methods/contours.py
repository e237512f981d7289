"""The drawing of groups and parties for everybody: coarse ellipses and centres, never a dot per person (ruling R9)."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from communityup.methods.arrays import Floats, Ints

FEWEST = 5
PART = 8
TURN = 15
REACH = 1.5


@dataclass(frozen=True)
class Contour:
    """An ellipse: centre ``x``, ``y``, half axes ``long`` and ``short``, ``turn`` of the long one in degrees."""

    x: float
    y: float
    long: float
    short: float
    turn: int


def step(places: Floats) -> float:
    """The grid for rounding: a power of two, at most an eighth of the usual distance from the middle."""
    if not len(places):
        return 1.0
    away = float(np.sqrt(((places - places.mean(axis=0)) ** 2).sum(axis=1).mean()))
    return float(2.0 ** np.floor(np.log2(away / PART))) if away > 0 else 1.0


def contour(places: Floats, grid: float) -> Contour | None:
    """The covariance ellipse (1.5 standard deviations) of at least 5 ``places`` (people, 2), rounded; else None."""
    if len(places) < FEWEST:
        return None
    centre = places.mean(axis=0)
    away = places - centre
    (xx, xy), (_, yy) = (away.T @ away) / len(places)
    middle, half = (xx + yy) / 2, float(np.hypot((xx - yy) / 2, xy))
    angle = np.degrees(np.arctan2(2 * xy, xx - yy)) / 2
    long, short = (
        max(_rounded(REACH * np.sqrt(max(size, 0.0)), grid), grid) for size in (middle + half, middle - half)
    )
    turn = 0 if long == short else int(round(angle / TURN) * TURN) % 180
    return Contour(_rounded(centre[0], grid), _rounded(centre[1], grid), long, short, turn)


def centre(places: Floats, grid: float) -> tuple[float, float] | None:
    """The rounded mean of at least 5 ``places``; else None."""
    if len(places) < FEWEST:
        return None
    x, y = places.mean(axis=0)
    return _rounded(x, grid), _rounded(y, grid)


def _rounded(number: float, grid: float) -> float:
    return float(np.round(number / grid) * grid + 0.0)


def same_groups(before: Ints, now: Ints) -> dict[int, int]:
    """Which group of ``before`` each group of ``now`` continues, by most people in common.

    Both hold a label per person, -1 for none; new groups get the first numbers that are free. So a group keeps its
    place and colour from release to release.
    """
    both = (before >= 0) & (now >= 0)
    table = np.zeros((int(now.max(initial=-1)) + 1, int(before.max(initial=-1)) + 1))
    np.add.at(table, (now[both], before[both]), 1)
    chosen = {
        int(new): int(old) for new, old in zip(*linear_sum_assignment(-table), strict=True) if table[new, old] > 0
    }
    free = (number for number in range(table.shape[0] + table.shape[1]) if number not in chosen.values())
    return {new: chosen[new] if new in chosen else next(free) for new in range(table.shape[0])}
