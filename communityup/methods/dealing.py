"""Which thought comes next: parity between parties first, then where an answer teaches most (METHODS §3).

Nothing is ever sorted by popularity. In every prefix dealt to one person the parties differ by at most one thought
as long as they last. Among the thoughts that parity allows one is drawn; its weight is what one more answer would
teach about parties and groups. The draw depends only on a person's secret and the number already dealt, so it
can be repeated and audited.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Hashable, Sequence

import numpy as np

from communityup.methods.arrays import Floats
from communityup.methods.representative import share
from communityup.methods.votes import Tally

FIRST_ANSWERS = 5
CURIOUS, SETTLED = 1.0, 0.25
PLACED_AFTER = 3


def lesson(sets: Tally) -> Floats:
    """What one more answer teaches about each (set, thought): p(1-p)·(1/(S+2) - 1/(S+3)), p = (A+1)/(S+2)."""
    p = share(sets.agree, sets.seen)
    return np.asarray(p * (1 - p) * (1 / (sets.seen + 2) - 1 / (sets.seen + 3)))


def nearness(dot: tuple[float, float] | None, centres: Floats, answered: int) -> Floats:
    """Weight of each group (groups), sum 1: falling with exp(-d²/2) from the dot; equal before 3 answers."""
    if dot is None or answered < PLACED_AFTER:
        return np.full(len(centres), 1 / max(len(centres), 1))
    squared = ((centres - np.asarray(dot)) ** 2).sum(axis=1)
    weight = np.exp(-(squared - squared.min(initial=np.inf)) / 2)
    return np.asarray(weight / weight.sum())


def weights(
    parties: Tally,
    extremity: Floats,
    answered: int,
    *,
    groups: Tally | None = None,
    near: Floats | None = None,
) -> Floats:
    """Weight of each thought (m) for a person who gave ``answered`` answers.

    [(Σ_groups near·lesson + Σ_parties lesson)·(1 + λ·E/E_max)]², λ = 1 for the first five answers, then 0.25;
    E/E_max is 0 when no thought is extreme. ``near`` (groups) from ``nearness``. Without any party and group all
    thoughts teach alike.
    """
    taught = lesson(parties).sum(axis=0)
    if groups is not None and near is not None:
        taught = taught + near @ lesson(groups)
    if not taught.any():
        taught = np.ones(len(extremity))
    pull = CURIOUS if answered < FIRST_ANSWERS else SETTLED
    most = extremity.max(initial=0.0)
    outward = extremity / most if most > 0 else np.zeros(len(extremity))
    return np.asarray((taught * (1 + pull * outward)) ** 2)


def deal(
    weight: Floats,
    authors: Sequence[Hashable],
    *,
    candidates: Collection[int],
    dealt: Sequence[int],
    secret: bytes,
    how_many: int = 1,
) -> list[int]:
    """The next thoughts (places in ``weight``), at most ``how_many``; fewer when the candidates run out.

    ``authors`` the party of each thought; ``candidates`` what this person may still get (not answered, not one's
    own, not hidden); ``dealt`` what was dealt to this person before, in order; ``secret`` of this person.
    """
    left, past = set(candidates) - set(dealt), list(dealt)
    for _ in range(min(how_many, len(left))):
        turn = _on_turn(left, past, authors)
        chosen = turn[_drawn([float(weight[place]) for place in turn], secret, len(past))]
        left.remove(chosen)
        past.append(chosen)
    return past[len(dealt) :]


def _on_turn(left: Collection[int], past: Sequence[int], authors: Sequence[Hashable]) -> list[int]:
    """What is left of the parties that were dealt least so far."""
    had = Counter(authors[place] for place in past)
    least = min(had[authors[place]] for place in left)
    return sorted(place for place in left if had[authors[place]] == least)


def _drawn(weight: Sequence[float], secret: bytes, count: int) -> int:
    """A weighted draw from SHA-256(secret, count)."""
    number = int.from_bytes(hashlib.sha256(secret + count.to_bytes(8)).digest()[:8])
    reach = np.cumsum(weight)
    if reach[-1] <= 0:
        return number % len(weight)
    return min(int(np.searchsorted(reach, number / 2**64 * reach[-1], side="right")), len(weight) - 1)
