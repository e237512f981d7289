"""Bridges: thoughts that every party, and every group that crosses parties, carries (METHODS §2, ruling R8).

Every party weighs the same, whatever its size. What a party carries is judged by L, the 10 % quantile of
Beta(A+1, S-A+1): five of five give 0.68, four of five 0.49, three of five 0.33. Extra accounts in one party can
therefore neither make a bridge of what another party does not carry, nor change another party's figure.

    >>> import numpy as np
    >>> lower_bound(np.array([5, 4, 3]), np.array([5, 5, 5])).round(2).tolist()
    [0.68, 0.49, 0.33]
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, ndtr

from communityup.methods.arrays import Flags, Floats, Ints
from communityup.methods.representative import against_rest, share
from communityup.methods.votes import Tally

FEWEST = 5
QUANTILE = 0.10
ENTERS = 0.45
LEAVES = 0.40
FALSE_DISCOVERIES = 0.05
PART_OF_EACH = 0.25


@dataclass(frozen=True, eq=False)
class Sides:
    """The parties and groups whose word counts, on m thoughts.

    ``parties`` their answers; ``party_answers`` (parties, m) what a small party said as a whole: 1 "zo zie ik het
    ook", -1 "ik zie het anders", anything else no answer (use 0). ``groups`` the shown opinion groups, if any;
    ``members`` (groups, parties) how many people of each party are in each group.
    """

    parties: Tally
    party_answers: Ints | None = None
    groups: Tally | None = None
    members: Ints | None = None


@dataclass(frozen=True, eq=False)
class Bridges:
    """What parties and groups share and where they differ; arrays over m thoughts, nan where not known.

    ``lower`` (parties, m) and ``lower_groups`` (groups that count, m): L. ``counted_groups``: which groups those
    are. ``common_ground``: the least L. ``bridge`` flags; ``order`` the bridges, best first. ``holds_back``: the
    side with the least L (parties first, then ``counted_groups``), -1 where some side is not known.
    ``divisiveness``: largest difference of smoothed shares between parties, ``p_value`` of that difference,
    ``differ`` whether it holds after Benjamini-Hochberg over all thoughts. ``hidden``: the group in which parties
    that differ here still meet, -1 for none.
    """

    lower: Floats
    lower_groups: Floats
    counted_groups: Ints
    common_ground: Floats
    bridge: Flags
    order: Ints
    holds_back: Ints
    divisiveness: Floats
    p_value: Floats
    differ: Flags
    hidden: Ints


def find(sides: Sides, before: Collection[int] = ()) -> Bridges:
    """The bridges between ``sides``; ``before`` are the thoughts that were bridges in the release before.

    A thought becomes a bridge when every L is known and at least 0.45, and stays one until some L is below 0.40
    or no longer known. Fewer than two parties have no bridges.
    """
    lower = party_bounds(sides)
    counted = _counting_groups(sides)
    lower_groups = _group_bounds(sides)[counted]
    every = np.concatenate((lower, lower_groups))
    common = every.min(axis=0, initial=np.inf)
    known = np.isfinite(common)  # a minimum with nan in it is nan
    was = np.zeros(lower.shape[1], dtype=bool)
    was[list(before)] = True
    carried = np.where(was, common >= LEAVES, common >= ENTERS) & known & (len(lower) > 1)
    with np.errstate(divide="ignore"):
        mean = np.exp(np.log(lower).mean(axis=0)) if len(lower) else np.zeros(lower.shape[1])
    found = np.flatnonzero(carried)
    order = found[np.lexsort((found, -np.round(mean[found], 9)))]
    apart, p_value = divisiveness(sides.parties)
    differ = false_discovery(p_value)
    hidden = _hidden(sides, differ & ~carried)
    return Bridges(
        lower=lower,
        lower_groups=lower_groups,
        counted_groups=counted,
        common_ground=np.where(known, common, np.nan),
        bridge=carried,
        order=order,
        holds_back=np.where(known, every.argmin(axis=0), -1) if len(every) else np.full(len(common), -1),
        divisiveness=apart,
        p_value=p_value,
        differ=differ,
        hidden=hidden,
    )


def lower_bound(agree: Ints, seen: Ints) -> Floats:
    """L: the 10 % quantile of Beta(A+1, S-A+1)."""
    return np.asarray(betaincinv(agree + 1.0, seen - agree + 1.0, QUANTILE))


def party_bounds(sides: Sides) -> Floats:
    """L of each party (parties, m).

    With fewer than 5 answers it is 1 or 0 by the party's own answer, else unknown (nan).
    """
    parties = sides.parties
    bound = lower_bound(parties.agree, parties.seen)
    answers = np.zeros_like(parties.seen) if sides.party_answers is None else sides.party_answers
    spoken = np.select([answers == 1, answers == -1], [1.0, 0.0], np.nan)
    return np.asarray(np.where(parties.seen >= FEWEST, bound, spoken))


def _group_bounds(sides: Sides) -> Floats:
    if sides.groups is None:
        return np.zeros((0, sides.parties.seen.shape[1]))
    bound = lower_bound(sides.groups.agree, sides.groups.seen)
    return np.where(sides.groups.seen >= FEWEST, bound, np.nan)


def _counting_groups(sides: Sides) -> Ints:
    """Groups in which people of at least two parties are; all when nobody has a party."""
    if sides.groups is None:
        return np.zeros(0, dtype=np.int64)
    if sides.members is None:
        return np.arange(len(sides.groups.seen))
    return np.flatnonzero((sides.members > 0).sum(axis=1) > 1)


def divisiveness(parties: Tally) -> tuple[Floats, Floats]:
    """Largest difference of smoothed shares between two parties with at least 5 answers, and its p-value (m each).

    p: two-sided test of two proportions between those two parties; nan with fewer than two such parties.
    """
    width = parties.seen.shape[1]
    enough = parties.seen >= FEWEST
    if not len(enough):
        return np.full(width, np.nan), np.full(width, np.nan)
    part = share(parties.agree, parties.seen)
    high = np.where(enough, part, -np.inf).argmax(axis=0)
    low = np.where(enough, part, np.inf).argmin(axis=0)
    at = np.arange(width)
    tested = enough.sum(axis=0) > 1
    ends = [(parties.agree[side, at], parties.seen[side, at]) for side in (high, low)]
    z = against_rest(*ends[0], *ends[1])
    apart = np.where(tested, part[high, at] - part[low, at], np.nan)
    return apart, np.where(tested, np.minimum(2 * ndtr(-np.abs(z)), 1.0), np.nan)


def false_discovery(p_value: Floats, level: float = FALSE_DISCOVERIES) -> Flags:
    """Benjamini-Hochberg: which of these p-values stand when one in twenty of them may be false (nan never does)."""
    tested = np.flatnonzero(np.isfinite(p_value))
    ranked = tested[np.argsort(p_value[tested], kind="stable")]
    below = np.flatnonzero(p_value[ranked] <= level * np.arange(1, len(ranked) + 1) / max(len(ranked), 1))
    stands = np.zeros(len(p_value), dtype=bool)
    stands[ranked[: below.max(initial=-1) + 1]] = True
    return stands


def _hidden(sides: Sides, candidates: Flags) -> Ints:
    """The group that carries a thought and holds a quarter (and at least 5 people) of each party, -1 for none."""
    found = np.full(len(candidates), -1, dtype=np.int64)
    if sides.groups is None or sides.members is None or not sides.members.size:
        return found
    total = sides.members.sum(axis=0)
    broad = ((sides.members >= PART_OF_EACH * total) & (sides.members >= FEWEST)).all(axis=1)
    bound = np.where(broad[:, None], _group_bounds(sides), np.nan)
    carried = candidates & (np.nan_to_num(bound, nan=-1.0) >= ENTERS).any(axis=0)
    found[carried] = np.nan_to_num(bound[:, carried], nan=-1.0).argmax(axis=0)
    return found
