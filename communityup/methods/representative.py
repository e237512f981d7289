"""Which thoughts are typical of a group, and which everybody shares (METHODS §1.8).

Counts: A agree, D disagree, S seen (pass included). All tests are one-sided at 90 % (z > 1.2816).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from communityup.methods.arrays import Flags, Floats, Ints
from communityup.methods.votes import Tally

Direction = Literal["agree", "disagree"]
Z_90 = 1.2816
MOST = 5
HALF = 0.5


@dataclass(frozen=True)
class Typical:
    """A thought (column ``statement``) typical of a group, or shared by all.

    ``share``: smoothed share (A+1)/(S+2) of the group in that ``direction``; ``z``: the group against the rest (for
    ``consensus``: against a half).
    """

    statement: int
    direction: Direction
    share: float
    z: float


def share(count: Ints, seen: Ints) -> Floats:
    """Smoothed share (count + 1) / (seen + 2)."""
    return np.asarray((count + 1) / (seen + 2))


def against_half(count: Ints, seen: Ints) -> Floats:
    """Z of a share against one half: 2·sqrt(S+1)·((count+1)/(S+1) - 1/2)."""
    return np.asarray(2 * np.sqrt(seen + 1) * ((count + 1) / (seen + 1) - HALF))


def against_rest(count: Ints, seen: Ints, count_rest: Ints, seen_rest: Ints) -> Floats:
    """Z of two proportions, both smoothed: (s/q - s'/q') / sqrt(π(1-π)(1/q + 1/q')), 0 where π = 1."""
    s, q, s_rest, q_rest = count + 1, seen + 1, count_rest + 1, seen_rest + 1
    pooled = (s + s_rest) / (q + q_rest)
    spread = np.sqrt(np.maximum(pooled * (1 - pooled), 0) * (1 / q + 1 / q_rest))
    return np.asarray(np.where(spread > 0, (s / q - s_rest / q_rest) / np.where(spread > 0, spread, 1), 0.0))


def representative(groups: Tally, group: int, allowed: Flags) -> list[Typical]:
    """At most five thoughts typical of ``group`` against the other groups, agreements first.

    Sufficient is a thought with z against the rest and z against a half both above 1.2816. Order: how much more
    often than the rest, times the two z, times the share. ``allowed`` (m) leaves out moderated thoughts.
    """
    seen, seen_rest = groups.seen[group], groups.seen.sum(axis=0) - groups.seen[group]
    found: list[tuple[float, Typical]] = []
    for direction, counts in (("agree", groups.agree), ("disagree", groups.disagree)):
        count, count_rest = counts[group], counts.sum(axis=0) - counts[group]
        part, z_half = share(count, seen), against_half(count, seen)
        z_rest = against_rest(count, seen, count_rest, seen_rest)
        weight = part / share(count_rest, seen_rest) * z_rest * part * z_half
        enough = allowed & (z_rest > Z_90) & (z_half > Z_90)
        found += [
            (float(weight[j]), Typical(int(j), _direction(direction), float(part[j]), float(z_rest[j])))
            for j in np.flatnonzero(enough)
        ]
    found.sort(key=lambda pair: (-round(pair[0], 9), pair[1].statement))
    return sorted((one for _, one in found[:MOST]), key=lambda one: one.direction)


def _direction(word: str) -> Direction:
    return "agree" if word == "agree" else "disagree"


def consensus(everybody: Tally, allowed: Flags) -> list[Typical]:
    """What all share: up to five agreements and five disagreements with share > 1/2 and z > 1.2816, by share · z.

    ``everybody``: one set (1, m). Pooled over all people, so for the offline command and comparison only.
    """
    found: list[Typical] = []
    for direction, counts in (("agree", everybody.agree[0]), ("disagree", everybody.disagree[0])):
        part, z = share(counts, everybody.seen[0]), against_half(counts, everybody.seen[0])
        enough = np.flatnonzero(allowed & (part > HALF) & (z > Z_90))
        ranked = sorted(enough, key=lambda j: (-round(float(part[j] * z[j]), 9), j))
        found += [Typical(int(j), _direction(direction), float(part[j]), float(z[j])) for j in ranked[:MOST]]
    return found


def group_aware_consensus(groups: Tally) -> Floats:
    """Polis's measure, for comparison: the product over groups of (A+1)/(S+2) (m)."""
    return np.asarray(share(groups.agree, groups.seen).prod(axis=0))
