"""X12, R9: a spread of a small set never gives one person's answer away, not alone and not beside another round."""

import random
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import product

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from communityup.methods import spreads as method
from communityup.methods.spreads import ALIKE_FROM, FEWEST, Answers, Spread, spreads
from tests.nasty import FULL

Outcome = tuple[Spread | None, ...]
CHOICES = 3
TRIES = 150


def one(now: Sequence[int], *earlier: Answers) -> Spread | None:
    answers = {f"person {number}": answer for number, answer in enumerate(now)}
    return spreads({"q": answers}, {"q": earlier}, sizes={"q": 5}, draw=min)["q"]


def test_r9_a_spread_needs_five_people_and_not_all_alike_below_eight() -> None:
    assert one([0, 1, 2, 3]) is None
    assert one([0, 1, 2, 3, 4]) == (1, 1, 1, 1, 1)
    assert one([2] * 5) is None
    assert one([2] * 7) is None
    assert one([2] * 8) == (0, 0, 8, 0, 0)
    assert one([]) is None


def test_x12_who_came_or_went_between_two_rounds_is_nobody_or_a_set_that_may_be_shown() -> None:
    before = {f"person {number}": number % 3 for number in range(6)}
    assert one([0, 1, 2, 0, 1, 2], before) == (2, 2, 2, 0, 0)
    assert one([0, 1, 2, 0, 1, 2, 2], before) is None
    assert one([0, 1, 2, 0, 1], before) is None
    assert one([0, 1, 2, 0, 1, 2, 2, 2, 2, 2, 2], before) is None
    assert one([0, 1, 2, 0, 1, 2, 2, 2, 2, 2, 1], before) == (2, 3, 6, 0, 0)
    assert one([0, 1, 2, 0, 1, 2], before, {"somebody else": 1}) is None


def _chosen(lot: str, names: Sequence[str]) -> str:
    assert lot in names
    return lot


def test_x12_what_is_kept_back_because_it_is_alike_takes_one_more_with_it_by_lot() -> None:
    mixed = {name: number % 2 for number, name in enumerate("abcdef")}
    alike = dict.fromkeys("abcdef", 1)
    now = {"alike": alike, "one": mixed, "two": mixed, "three": mixed}
    sizes = dict.fromkeys(now, 2)
    for lot in ("one", "two", "three"):
        found = spreads(now, {}, sizes=sizes, draw=partial(_chosen, lot))
        assert {name for name, spread in found.items() if spread is None} == {"alike", lot}
    few = {**now, "alike": {"a": 1}}
    assert [name for name, spread in spreads(few, {}, sizes=sizes, draw=min).items() if spread is None] == ["alike"]


def least(row: np.ndarray, region: LinearConstraint, width: int) -> int:
    """Return the least value of one unknown in whole numbers."""
    found = milp(row, integrality=np.ones(width, dtype=np.int64), bounds=Bounds(0, 1), constraints=region)
    assert found.x is not None
    return round(float(row @ found.x))


def certain(rounds: Sequence[tuple[Answers, Spread]]) -> set[str]:
    """Return whose answer is certain for somebody who knows who answered in which round, and that nobody changed."""
    people = sorted({who for answers, _spread in rounds for who in answers})
    width = len(people) * CHOICES
    rows, values = list[np.ndarray](), list[int]()

    def unknown(who: str, choice: int) -> np.ndarray:
        row = np.zeros(width)
        row[people.index(who) * CHOICES + choice] = 1
        return row

    for who in people:
        rows.append(sum((unknown(who, choice) for choice in range(CHOICES)), np.zeros(width)))
        values.append(1)
    for answers, spread in rounds:
        for choice in range(CHOICES):
            rows.append(sum((unknown(who, choice) for who in answers), np.zeros(width)))
            values.append(spread[choice])
    region = LinearConstraint(np.array(rows), values, values)
    # Who was in the same rounds is alike to an attacker: one of them stands for all.
    for_all = {tuple(who in answers for answers, _spread in rounds): who for who in people}
    return {
        who
        for who in for_all.values()
        if any(least(unknown(who, choice), region, width) == 1 for choice in range(CHOICES))
    }


def two_rounds(seed: int) -> tuple[list[Answers], list[Spread | None]]:
    """Return two rounds of one question in one set, in which some come and go, and what is shown of each."""
    lot = random.Random(seed)
    people = {f"person {number}": lot.randrange(CHOICES) for number in range(lot.randint(5, 13))}
    kept: list[Answers] = []
    shown: list[Spread | None] = []
    for share in (1.0, lot.choice((0.5, 0.8, 0.9, 1.0))):
        answers = {who: answer for who, answer in people.items() if lot.random() < share}
        newcomers = range(lot.choice((0, 0, 1, 2, 5, 6))) if kept else ()
        answers |= {f"newcomer {number}": lot.randrange(CHOICES) for number in newcomers}
        before = [one for one, spread in zip(kept, shown, strict=True) if spread is not None]
        shown.append(spreads({"q": answers}, {"q": before}, sizes={"q": CHOICES}, draw=lot.choice)["q"])
        kept.append(answers)
    return kept, shown


def given_away(tries: int) -> tuple[int, int]:
    """Return in how many of these pairs of rounds somebody's answer is certain, and how many showed both."""
    leaks = both = 0
    for seed in range(tries):
        kept, shown = two_rounds(seed)
        rounds = [(answers, spread) for answers, spread in zip(kept, shown, strict=True) if spread is not None]
        both += len(rounds) == len(kept)
        if rounds and any(len(_alike_with(who, rounds)) < ALIKE_FROM for who in certain(rounds)):
            leaks += 1
    return leaks, both


def _alike_with(who: str, rounds: Sequence[tuple[Answers, Spread]]) -> set[str]:
    """Return who was in the same rounds as somebody: with eight of them or more, all alike may show (R9)."""
    places = [who in answers for answers, _spread in rounds]
    everybody = {one for answers, _spread in rounds for one in answers}
    return {one for one in everybody if [one in answers for answers, _spread in rounds] == places}


@pytest.mark.slow
def test_x12_subtracting_two_rounds_solves_for_nobody() -> None:
    leaks, both = given_away(TRIES)
    assert leaks == 0
    assert both > TRIES // 10


@pytest.mark.slow
def test_x12_the_attack_finds_answers_where_only_sets_below_five_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def naive(now: Answers, _earlier: Sequence[Answers]) -> object:
        return method._Verdict.SHOWN if len(now) >= FEWEST else method._Verdict.FEW

    monkeypatch.setattr(method, "_judge", naive)
    assert given_away(60)[0] > 0


def worlds(shown: Mapping[str, Spread | None], people: int) -> list[set[str]]:
    """Return which sets of questions can have been all alike, for who knows that everybody answered everything."""
    hidden = sorted(name for name, spread in shown.items() if spread is None)
    everything = len(hidden) == len(shown)
    if people >= ALIKE_FROM or not hidden:
        return [set()] if not hidden else []
    found = [set(hidden) - {decoy} for decoy in hidden if len(hidden) > 1]
    return [*found, set(hidden)] if everything else found


def test_x12_what_is_kept_back_is_never_certainly_all_alike() -> None:
    for seed in range(TRIES):
        lot = random.Random(seed)
        people, names = lot.randint(5, 7), [f"q{number}" for number in range(lot.randint(2, 7))]
        now = {
            name: {f"person {one}": 1 if alike else lot.randrange(CHOICES) for one in range(people)}
            for name in names
            for alike in [lot.random() < 0.3]
        }
        shown = spreads(now, {}, sizes=dict.fromkeys(names, CHOICES), draw=lot.choice)
        truly = {name for name in names if len(set(now[name].values())) == 1}
        possible = worlds(shown, people)
        assert truly in possible or not truly
        for name, spread in shown.items():
            assert spread is not None or any(name not in world for world in possible), (seed, name)


def test_x12_whatever_five_people_are_asked_once_every_outcome_leaves_open_what_each_of_them_answered() -> None:
    """All that five people can answer to some questions, and all that the lot can do with it: nobody is ever fixed."""
    asked, people = ("a", "b", "c")[: 3 if FULL else 2], range(FEWEST)
    possible: dict[Outcome, set[tuple[tuple[int, ...], ...]]] = {}
    for world in product(product((0, 1), repeat=FEWEST), repeat=len(asked)):
        now = {name: dict(zip(map(str, people), given, strict=True)) for name, given in zip(asked, world, strict=True)}
        for lot in range(len(asked)):
            told = spreads(now, {}, sizes=dict.fromkeys(asked, 2), draw=partial(_drawn, lot))
            possible.setdefault(tuple(told[name] for name in asked), set()).add(world)
    assert len(possible) > len(asked)
    for outcome, worlds in possible.items():
        for question, person in product(range(len(asked)), people):
            assert {world[question][person] for world in worlds} == {0, 1}, outcome


def _drawn(lot: int, shown: Sequence[str]) -> str:
    return shown[lot % len(shown)]
