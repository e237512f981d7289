"""Which spreads of small sets may be shown, so that nobody's answer can be worked out (METHODS, 7; ruling R9, X12).

A *set* is a party; a *spread* is how many of its people chose each answer to one question. Nothing is added up over
sets. A spread is shown when

* at least 5 people of the set answered the question, and not all alike when they are fewer than 8;
* whoever answered now but not in an earlier round that was shown, and whoever answered then but not now, is nobody or
  again such a set: otherwise the difference of the two rounds is a spread of a set that may not be shown.

Where answers that are too alike keep a spread back, one more is kept back with it, drawn by lot: so that what is not
shown never says "all alike".

    >>> spreads({"pace": {"a": 0, "b": 1, "c": 1, "d": 4, "e": 4}}, {}, sizes={"pace": 5}, draw=min)
    {'pace': (1, 2, 0, 0, 2)}
    >>> spreads({"pace": {"a": 0, "b": 1, "c": 1, "d": 4}}, {}, sizes={"pace": 5}, draw=min)
    {'pace': None}
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import Enum, auto

FEWEST = 5
ALIKE_FROM = 8

Answers = Mapping[str, int]
"""Who (any key) chose which answer (from 0) to one question."""

Spread = tuple[int, ...]


class _Verdict(Enum):
    SHOWN = auto()
    FEW = auto()
    ALIKE = auto()


def spreads(
    now: Mapping[str, Answers],
    earlier: Mapping[str, Sequence[Answers]],
    *,
    sizes: Mapping[str, int],
    draw: Callable[[Sequence[str]], str],
) -> dict[str, Spread | None]:
    """Return of one set the spread of each question, or None where it is kept back.

    ``now``: the answers to each question; ``earlier``: those behind every spread of this set that was shown before;
    ``sizes``: how many answers each question knows; ``draw``: takes one of the questions by lot.
    """
    verdicts = {question: _judge(answers, earlier.get(question, ())) for question, answers in now.items()}
    shown = sorted(question for question, verdict in verdicts.items() if verdict is _Verdict.SHOWN)
    if shown and _Verdict.ALIKE in verdicts.values():
        shown.remove(draw(shown))
    return {
        question: _counted(answers, sizes[question]) if question in shown else None for question, answers in now.items()
    }


def _judge(now: Answers, earlier: Sequence[Answers]) -> _Verdict:
    """Judge the set itself, and whoever is in only one of the two rounds, for each earlier round."""
    parts = [list(now.values())]
    for before in earlier:
        apart = (
            [answer for who, answer in now.items() if who not in before],
            [answer for who, answer in before.items() if who not in now],
        )
        parts += [part for part in apart if part]
    if any(len(part) < FEWEST for part in parts):
        return _Verdict.FEW
    return _Verdict.ALIKE if any(_alike(part) for part in parts) else _Verdict.SHOWN


def _alike(answers: Collection[int]) -> bool:
    return len(answers) < ALIKE_FROM and len(set(answers)) == 1


def _counted(answers: Answers, size: int) -> Spread:
    counts = Counter(answers.values())
    return tuple(counts[answer] for answer in range(size))
