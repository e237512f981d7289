"""Words that say nearly the same: one text is the other with at most a few more words, in the same order.

It finds what was copied and touched up, never what somebody means: where one word takes the place of another, or "not"
comes in, two texts say something different. So a text that is not found here is counted by itself, as it should be.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from communityup.methods.dutch import stems

# Twice the stems in common, of all stems of both: one more word in ten is nearly the same, one more in five is not.
ENOUGH = 0.9
# Shorter texts are never taken together: few words have too much in common by chance.
FEWEST = 4
# Letters from which on one slip of the pen is the same word; below, "school" and "schaal" are one letter apart.
LONG_WORD = 7
# A text of 280 characters has no more words than this; longer ones are compared by their first.
MOST = 140
_TOKEN = re.compile(r"[^\W_]+")
_TURNING = """
niet geen nooit nergens niemand niets zonder tegen meer minder veel weinig alleen wel
not no never nothing nobody without against more less few only
"""
_TURNS = frozenset(_TURNING.split())


@dataclass(frozen=True)
class Read:
    """A text as it is compared: its stems in order with what turns its meaning (words like "not", and numbers)."""

    words: tuple[str, ...]
    turns: Counter[str]


def read(text: str) -> Read:
    """Return a text ready to be compared with many others."""
    words, turns = list[str](), Counter[str]()
    for token in _TOKEN.findall(text.casefold())[:MOST]:
        if token in _TURNS or any(map(str.isdigit, token)):
            turns[token] += 1
            words.append(f"={token}")
        else:
            words += stems(token)
    return Read(tuple(words), turns)


def nearly_the_same(one: Read, other: Read) -> bool:
    """Say whether two texts are nearly the same: 2·n / (n + m) ≥ 0.9, nothing turned, one within the other.

    n ≤ m are the numbers of stems and turning words. Within: all of the shorter text stands in the longer one, in the
    same order, so that words were only added; and what turns the meaning is the same in both.
    """
    few, many = sorted((one, other), key=lambda text: len(text.words))
    n, m = len(few.words), len(many.words)
    if n - few.turns.total() < FEWEST or 2 * n < ENOUGH * (n + m) or few.turns != many.turns:
        return False
    return _within(few.words, many.words)


def first_like(text: str, others: Iterable[tuple[int, str]]) -> int | None:
    """Return the key of the first of these texts that is nearly the same as a text; None when none is."""
    known = read(text)
    return next((key for key, words in others if nearly_the_same(known, read(words))), None)


def _within(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Say whether all words of the shorter text stand in the longer one, in that order."""
    rest = iter(many)
    return all(any(_one_word(wanted, found) for found in rest) for wanted in few)


def _one_word(one: str, other: str) -> bool:
    """Say whether two stems are one word: equal, or long and one slip apart (a letter more, less, other or swapped)."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < LONG_WORD or len(long) - len(short) > 1 or short[0] != long[0]:
        return False
    at = next((place for place, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]
