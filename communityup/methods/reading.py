"""How long it takes to read words, so that all get that time before they are asked (B26)."""

import math
import re
from collections.abc import Iterable

# How much of a text somebody reads in a minute, and from which length on all get the time to read first.
WORDS_A_MINUTE, LONG = 200, 300
_WORD = re.compile(r"\w[\w'’-]*")


def reading_minutes(parts: Iterable[str]) -> int:
    """Return how many minutes it takes to read these together; 0 for what is short."""
    words = sum(len(_WORD.findall(part)) for part in parts)
    return 0 if words < LONG else math.ceil(words / WORDS_A_MINUTE)
