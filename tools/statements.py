"""Choose what `make test` need not ask on PostgreSQL: tests that ask there only what others ask too.

Every condition and expression of every statement, and every rule that refuses one (`tests/statements.py`), is asked on
PostgreSQL in each run, by the quickest tests that together ask them all. `make prove` asks everything there, and writes
down who asks what; then `python -m tools.statements` renews the list. What is not on it is asked: every new test, every
one that is renamed.
Of a test with many examples only those are asked that it takes; where none is, the list names the test alone.

The choice is the greedy one for a weighted set cover: again and again the test that asks most new ones for a second,
then several quick ones in the place of a long one where that saves time, and without those that became needless.
Tests that work over transactions of their own (races, kills) are always asked.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parent.parent
RECORDED = ROOT / ".reports" / "statements.json"
LIST = ROOT / "tests" / "asked_by_others.txt"
LEAST = 0.001


@dataclass
class Asking:
    """What one test asks, with all its examples, and in how many seconds."""

    asked: set[str] = field(default_factory=set)
    seconds: float = 0.0
    always: bool = False


class Recorded(TypedDict):
    """What was written down of one test."""

    asked: list[str]
    seconds: float
    apart: bool


def by_example(recorded: Mapping[str, Recorded]) -> dict[str, Asking]:
    """Return what each example of each test asks."""
    return {name: Asking(set(row["asked"]), row["seconds"], row["apart"]) for name, row in recorded.items()}


def others(tests: Mapping[str, Asking], kept: set[str]) -> list[str]:
    """Return what need not be asked: examples, and tests of which no example is kept by their name alone."""
    asked = {name.split("[", 1)[0] for name in kept}
    return sorted({name if (test := name.split("[", 1)[0]) in asked else test for name in set(tests) - kept})


def chosen(tests: Mapping[str, Asking]) -> set[str]:
    """Return the names of tests that together ask everything."""
    kept = {name for name, test in tests.items() if test.always}
    kept |= _cover(tests, {mark for test in tests.values() for mark in test.asked}, kept)
    return _without_doubles(tests, _with_quicker_ones(tests, _without_doubles(tests, kept)))


def _cover(tests: Mapping[str, Asking], wanting: set[str], kept: Iterable[str]) -> set[str]:
    """Return which tests to ask besides those that are kept, so that all that is wanting is asked."""
    wanting = wanting.difference(*(tests[name].asked for name in kept))
    waiting = {name: test for name, test in tests.items() if test.asked & wanting}
    found = set[str]()
    while wanting:
        best = max(
            sorted(waiting), key=lambda name: len(waiting[name].asked & wanting) / max(waiting[name].seconds, LEAST)
        )
        found.add(best)
        wanting -= waiting.pop(best).asked
    return found


def _with_quicker_ones(tests: Mapping[str, Asking], kept: set[str]) -> set[str]:
    """Put several quick tests in the place of a long one, the longest first, where that saves time."""
    for name in sorted(kept, key=lambda name: (-tests[name].seconds, name)):
        others = kept - {name}
        rest = {other: test for other, test in tests.items() if other not in kept}
        alone = tests[name].asked.difference(*(tests[other].asked for other in others))
        if tests[name].always or not alone <= set[str]().union(*(test.asked for test in rest.values())):
            continue
        quick = _cover(rest, alone, ())
        if sum(tests[other].seconds for other in quick) < tests[name].seconds:
            kept = others | quick
    return kept


def _without_doubles(tests: Mapping[str, Asking], kept: set[str]) -> set[str]:
    """Leave out, the longest first, who was chosen early and asks nothing that those chosen later do not ask."""
    askers = Counter(mark for name in kept for mark in tests[name].asked)
    for name in sorted(kept, key=lambda name: (-tests[name].seconds, name)):
        if not tests[name].always and all(askers[mark] > 1 for mark in tests[name].asked):
            askers -= Counter(tests[name].asked)
            kept.remove(name)
    return kept


def left() -> list[str]:
    """Return the tests on the list."""
    return LIST.read_text(encoding="utf-8").splitlines() if LIST.exists() else []


def main() -> int:
    """Renew the list, and tell what it saves."""
    tests = by_example(json.loads((Path(sys.argv[1]) if sys.argv[1:] else RECORDED).read_text(encoding="utf-8")))
    keep = chosen(tests)
    LIST.write_text("".join(f"{name}\n" for name in others(tests, keep)), encoding="utf-8")
    marks = {mark for test in tests.values() for mark in test.asked}
    whole, needed = (sum(tests[name].seconds for name in names) for names in (tests, keep))
    print(f"{len(keep)} of {len(tests)} examples ask all {len(marks)} conditions: {needed:.0f} of {whole:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
