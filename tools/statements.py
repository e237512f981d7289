"""Choose what `make test` need not ask on PostgreSQL: tests that ask there only what others ask too.

All statements, in their shapes and with the rules that refuse them, are asked on PostgreSQL in each run by the quickest
tests that together ask them all. `make prove` asks everything there, and writes down who asks what; then
`python -m tools.statements` renews the list. What is not on it is asked: every new test, every one that is renamed.
Of a test with many examples only those are asked that it takes; where none is, the list names the test alone.

The choice is the greedy one for a weighted set cover: again and again the test that asks most new shapes for a second,
and at the end without those that became needless.
Tests that work over transactions of their own (races, kills) are always asked.
"""

import json
import sys
from collections import Counter
from collections.abc import Mapping
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
    """Return the names of tests that together ask every shape."""
    kept = {name for name, test in tests.items() if test.always}
    wanting = {mark for test in tests.values() for mark in test.asked}
    wanting -= {mark for name in kept for mark in tests[name].asked}
    waiting = {name: test for name, test in tests.items() if name not in kept}
    while wanting:
        best = max(
            sorted(waiting), key=lambda name: len(waiting[name].asked & wanting) / max(waiting[name].seconds, LEAST)
        )
        kept.add(best)
        wanting -= waiting.pop(best).asked
    return _without_doubles(tests, kept)


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
    shapes = {mark for test in tests.values() for mark in test.asked}
    whole, needed = (sum(tests[name].seconds for name in names) for names in (tests, keep))
    print(f"{len(keep)} of {len(tests)} examples ask all {len(shapes)} statements: {needed:.0f} of {whole:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
