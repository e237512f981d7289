"""Dutch words in the one form under which one finds them: "huizen" finds "huis", and "de" finds nothing.

Words become small letters without accents. Words that stand in every text are left out. What is left is brought to its
stem by the Snowball stemmer for Dutch (Kraaij and Pohlmann).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from typing import Any

LONGEST = 40
_WORD = re.compile(r"[^\W_]{2,}")
_SMALL = """
aan al als bij dan dat de den der des deze die dit doen door dus een en er geen had heb hebben heeft het hier hij hoe
hun iets ik in is ja je jullie kan kon maar me meer men met mij mijn na naar niet nog nu of om ons onze ook op over
te tegen toch toen tot u uit van veel voor want waren was wat we wel werd wie wij wil worden zal ze zelf zich zij zijn
zo zonder zou
"""
_EVERYWHERE = frozenset(_SMALL.split())


def stems(text: str) -> list[str]:
    """Return the stems of the words of a text in their order, without words that stand everywhere."""
    plain = unicodedata.normalize("NFKC", text.casefold())
    return [found for word in _WORD.findall(plain) if word not in _EVERYWHERE and (found := _stem(word))]


def excerpt(text: str, wanted: Collection[str], length: int) -> str:
    """Return at most `length` words of a text around the first that has one of these stems, on one line."""
    words = text.split()
    hit = next((place for place, word in enumerate(words) if not set(stems(word)).isdisjoint(wanted)), 0)
    start = max(0, min(hit - length // 3, len(words) - length))
    end = start + length
    return " ".join([*(["…"] if start else []), *words[start:end], *(["…"] if end < len(words) else [])])


def weighed(parts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return the weight of each stem of a text in parts: the most that a part in which it stands gives it."""
    found: Counter[str] = Counter()
    for text, weight in parts:
        found |= Counter(dict.fromkeys(stems(text), weight))
    return dict(found)


@cache
def _stemmer() -> Any:
    import snowballstemmer  # noqa: PLC0415 - loads the stemmers of all languages: at the first word, not at the start

    return snowballstemmer.stemmer("dutch")


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    letters = unicodedata.normalize("NFKD", str(_stemmer().stemWord(word)))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))[:LONGEST]
