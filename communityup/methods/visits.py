"""Who visits whom: the reasons why an offer fits a question, and who goes where so that as many as can be find a place.

A reason is something two members have in common, or something one of them knows more of by its own account. Reasons are
what people read. The weight of a match only chooses between matches; nobody reads it, and nobody stands above another.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array, vstack

from communityup.methods.arrays import Floats
from communityup.methods.dutch import stems

THEME, WORD, CONDITION, PLACE = 4, 1, 3, 1
# More words than this make a match no better: long texts have words in common by themselves.
MOST_WORDS = 4
LOTS = 2**16
_WORD = re.compile(r"[^\W\d_]{3,}")


@cache
def _everywhere() -> frozenset[str]:
    """Return the stems of words that stand in every question about a visit and in every offer of one."""
    return frozenset(
        stems(
            "bezoek bezoeken werkbezoek komen gaan kijken zien laten tonen graag willen weten leren vertellen vragen "
            "bewoner bewoners gemeente netwerk samen anders goed eerst jaar dag ander andere alle elke jullie deden "
            "waar waarom wanneer wat welke wie iemand iedereen horen spreken begin beginnen zelf eigen nieuw middag "
            "plek"
        )
    )


@dataclass(frozen=True)
class Told:
    """What is known of a question or an offer: its theme, its words by their stems, and where its member stands."""

    theme: frozenset[str]
    words: Mapping[str, str]
    place: str = ""
    stands: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Reasons:
    """Why an offer fits a question: the same theme, words in both, conditions in which the host is further, nearby."""

    theme: bool
    words: tuple[str, ...]
    conditions: tuple[str, ...]
    place: bool

    @property
    def there_are(self) -> bool:
        """Say whether there is a reason about the subject; that both are in one place is none by itself."""
        return self.theme or bool(self.words) or bool(self.conditions)


def told(*, theme: str, words: Iterable[str], place: str = "", stands: Mapping[str, int] | None = None) -> Told:
    """Return what is known of a question or an offer, ready to be compared with many others.

    `stands`: how far its member is per condition, and only where it chose that this may be used to match.
    """
    found: dict[str, str] = {}
    for text in (theme, *words):
        for word in _WORD.findall(text):
            for stem in stems(word):
                found.setdefault(stem, word.casefold())
    known = {stem: word for stem, word in found.items() if stem not in _everywhere()}
    return Told(frozenset(stems(theme)) - _everywhere(), known, " ".join(place.casefold().split()), dict(stands or {}))


def reasons(ask: Told, offer: Told) -> Reasons:
    """Return why an offer fits a question: words as the asker wrote them, conditions in which the host is further."""
    further = (one for one, stand in ask.stands.items() if offer.stands.get(one, stand) > stand)
    return Reasons(
        theme=bool(ask.theme & offer.theme),
        words=tuple(sorted(word for stem, word in ask.words.items() if stem in offer.words)),
        conditions=tuple(sorted(further)),
        place=bool(ask.place) and ask.place == offer.place,
    )


def weight(found: Reasons) -> int:
    """Return how much a match weighs when a choice between matches is needed; 0 without a reason about the subject."""
    if not found.there_are:
        return 0
    words = min(len(found.words), MOST_WORDS)
    return THEME * found.theme + WORD * words + CONDITION * len(found.conditions) + PLACE * found.place


def choose(weights: Mapping[tuple[str, str], int], *, capacity: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """Choose who goes where: pairs (question, offer) in order, each question at most once, each offer up to `capacity`.

    First as many questions as can be find a place: the least that anybody gets is as much as it can be. Among those
    choices the sum of the weights is largest, and what is still equal is a lot: SHA-256 of the pair. A pair that is
    missing, or weighs nothing, is never chosen; so who was together before is left out by the caller. The order in
    which all this is given changes nothing.
    """
    edges = sorted(edge for edge, value in weights.items() if value > 0 and capacity.get(edge[1], 0) > 0)
    if not edges:
        return ()
    wishes = [[1.0] * len(edges), [float(weights[edge]) for edge in edges], [-float(_lot(edge)) for edge in edges]]
    found = _best(_rows(edges), _limits(edges, capacity), [np.array(wish) for wish in wishes])
    return tuple(edge for edge, taken in zip(edges, found, strict=True) if taken)


def _best(rows: Any, limits: Floats, wishes: Sequence[Floats]) -> Floats:
    """Return the choice within `rows · x ≤ limits`, 0 ≤ x ≤ 1, that fulfils the wishes best, the first wish first.

    Every row counts the edges at one question or one offer of a graph with two sides, so the matrix is totally
    unimodular and each corner of what it allows is in whole numbers. What reaches the largest sum of a wish is a face
    of it; the corners of a face are corners of the whole. So the simplex method gives whole numbers at every wish.
    """
    kept: Any = csr_array((0, rows.shape[1]))
    sums, found = list[float](), np.zeros(rows.shape[1])
    for wish in wishes:
        # To choose nobody is a choice too, so there is one; without it there is no x, and rounding raises TypeError.
        result: Any = linprog(
            -wish, A_ub=rows, b_ub=limits, A_eq=kept if sums else None, b_eq=sums or None, bounds=(0, 1),
            method="highs-ds",
        )  # fmt: skip
        found = np.round(result.x)
        kept = csr_array(vstack([kept, csr_array(wish[np.newaxis])]))
        sums.append(float(wish @ found))
    return found


def _rows(edges: Sequence[tuple[str, str]]) -> Any:
    """Return one row for each question and each offer, with a 1 at each of its edges."""
    row_of = {name: row for row, name in enumerate(_sides(edges))}
    rows = [row_of[side, edge[side]] for edge in edges for side in range(2)]
    columns = [column for column in range(len(edges)) for _side in range(2)]
    return csr_array(coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(row_of), len(edges))))


def _limits(edges: Sequence[tuple[str, str]], capacity: Mapping[str, int]) -> Floats:
    return np.array([1.0 if side == 0 else float(capacity[name]) for side, name in _sides(edges)])


def _sides(edges: Sequence[tuple[str, str]]) -> list[tuple[int, str]]:
    return sorted({(side, edge[side]) for edge in edges for side in range(2)})


def _lot(edge: tuple[str, str]) -> int:
    """Return the lot of a pair: a whole number from 1, of the two."""
    return 1 + int.from_bytes(hashlib.sha256("\x00".join(edge).encode()).digest()[:8]) % LOTS
