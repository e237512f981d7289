import doctest
import itertools
import json
import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communityup.methods import releases
from communityup.methods.releases import Ledger, fives, leaves_open, publish, shares
from tests.methods.tables_of_answers import TIMES

LARGEST = 100_000
People = dict[str, bool]


def people(yes: int, size: int, start: int = 0) -> People:
    return {f"{start + number}": number < yes for number in range(size)}


def test_the_example_of_the_module_is_true() -> None:
    assert doctest.testmod(releases).failed == 0


@given(st.integers(5, 3000))
@settings(max_examples=200 * TIMES)
def test_bands_cover_every_count_once_and_hold_at_least_two(size: int) -> None:
    for bands in (shares(size), fives(size)):
        covered = [count for band in bands for count in range(band.low, band.high + 1)]
        assert covered == list(range(size + 1))
        assert all(band.high > band.low for band in bands)
    for band in shares(size):
        low, high = band.band
        assert low * size <= 100 * band.low
        assert 100 * band.high <= high * size


@given(st.integers(5, 300))
@settings(max_examples=100)
def test_bands_treat_yes_and_no_alike(size: int) -> None:
    top = [band for band in shares(size) if band.band[0] >= 80]
    rest = [(band.low, band.high) for band in shares(size) if band.band[0] < 80]
    ranges = [*rest, (top[0].low, size)]
    assert ranges == [(size - high, size - low) for low, high in reversed(ranges)]


def test_small_sets_get_three_bands_and_large_ones_almost_all() -> None:
    assert [band.band for band in shares(5)] == [(0, 20), (20, 80), (80, 100)]
    assert [band.band for band in shares(9)] == [(0, 20), (20, 40), (40, 60), (60, 80), (80, 100)]
    assert [band.band for band in shares(40)][-2:] == [(80, 90), (90, 100)]
    assert [band.band for band in fives(21)] == [(0, 4), (5, 9), (10, 14), (15, 19), (20, 21)]
    assert [band.band for band in fives(20)][-1] == (15, 20)


def test_fewer_than_five_people_give_no_figure() -> None:
    assert publish(Ledger(), {"a": people(2, 4)}).figures == {}
    assert publish(Ledger(), {}).figures == {}


def test_a_figure_is_carried_over_until_five_are_new_or_changed() -> None:
    first = publish(Ledger(), {"a": people(1, 6)})
    four = publish(first, {"a": people(1, 6) | people(4, 4, start=10)})
    assert four.figures == first.figures
    five = publish(four, {"a": people(1, 6) | people(4, 5, start=10)})
    assert five.figures["a"].size == 11
    assert five.figures["a"].yes == 5
    assert len(five.publications) == 2
    # Who changed an answer has a new key.
    changed = publish(five, {"a": people(1, 6) | people(4, 5, start=20)})
    assert len(changed.publications) == 3
    # Taken back to fewer than five: the old figure stands, nothing new is said.
    assert publish(changed, {"a": people(1, 4)}).figures == changed.figures


def test_the_band_that_would_tell_is_widened() -> None:
    first = publish(Ledger(), {"a": people(1, 5)})
    second = publish(first, {"a": people(1, 5) | people(7, 7, start=10)})
    # Eight or nine of twelve would mean that one of the first and all seven who came later said yes.
    assert first.figures["a"].band == (0, 20)
    assert (60, 80) in [band.band for band in shares(12)]
    assert second.figures["a"].band == (40, 80)
    assert leaves_open([(0, 1), (6, 7)], {(0, 1): 5, (1,): 5}) is False
    assert leaves_open([(0, 1), (7, 8)], {(0, 1): 5, (1,): 5}) is None
    assert leaves_open([(0, 1), (3, 7)], {(0, 1): 5, (1,): 5}) is True


def test_sets_that_cross_are_judged_together() -> None:
    # Two villages of five and a group with four of one and one of the other: 2 of 5 would give the one away.
    classes = {(0, 2): 4, (0,): 1, (1, 2): 1, (1,): 4}
    assert leaves_open([(0, 1), (4, 5), (0, 1)], classes) is True
    assert leaves_open([(0, 1), (4, 5), (2, 3)], classes) is False


def test_a_ledger_comes_back_from_storage() -> None:
    ledger = publish(Ledger(), {"a": people(1, 6), "b": people(5, 9)})
    ledger = publish(ledger, {"a": people(1, 6, start=3)})
    again = Ledger.restored(json.loads(json.dumps(ledger.stored())))
    assert again == ledger
    assert ledger.gone


def story(seed: int) -> Ledger:
    """A dialogue of up to 14 people of two parties and, at times, two groups that cross them."""
    chance = random.Random(seed)
    size, crossed = chance.randint(5, 14), chance.random() < 0.6
    party = [chance.randint(0, 1) for _ in range(size)]
    lean = chance.choice([0.0, 0.05, 0.5, 0.9, 1.0])
    version: dict[int, int] = {}
    said: People = {}
    ledger = Ledger()
    for _ in range(chance.randint(1, 5)):
        sets: dict[str, People] = {}
        for person in range(size):
            if chance.random() < chance.choice([0.2, 0.6, 0.9]):
                version[person] = version.get(person, 0) + 1
                said[f"{person}.{version[person]}"] = chance.random() < lean
                lean = chance.choice([0.0, 0.5, 1.0]) if chance.random() < 0.2 else lean
            if person in version:
                key = f"{person}.{version[person]}"
                sets.setdefault(f"party {party[person]}", {})[key] = said[key]
                if crossed:
                    sets.setdefault(f"group {(person + (chance.random() < 0.1)) % 2}", {})[key] = said[key]
        ledger = publish(ledger, sets)
    return ledger


def everything_possible(ledger: Ledger) -> "tuple[list[int], np.ndarray[tuple[int, int], np.dtype[np.int64]]] | None":
    """All counts per class that fit every publication, one by one; None where there are too many to write out."""
    classes = {
        places: size for places, size in (Counter(ledger.gone) + Counter(ledger.counted.values())).items() if places
    }
    if np.prod([size + 1.0 for size in classes.values()]) > LARGEST:
        return None
    every = np.array(list(itertools.product(*(range(size + 1) for size in classes.values()))))
    fits = np.ones(len(every), dtype=bool)
    for place, figure in enumerate(ledger.publications):
        total = every[:, [place in places for places in classes]].sum(axis=1)
        fits &= (total >= figure.low) & (total <= figure.high)
    return list(classes.values()), every[fits]


@pytest.mark.slow
@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40 * TIMES, deadline=None)
def test_no_answer_and_no_set_can_be_solved_from_all_publications_together(seed: int) -> None:
    ledger = story(seed)
    found = everything_possible(ledger) if ledger.publications else None
    if found is None:
        return
    sizes, possible = found
    assert len(possible)
    for figure in ledger.publications:
        assert figure.size >= releases.FEWEST
        assert figure.low <= figure.yes <= figure.high
    # No person: every class could be neither all yes nor all no. No set: no sum over people stays the same.
    for column, size in enumerate(sizes):
        assert possible[:, column].min() < size
        assert possible[:, column].max() > 0
    for length in range(1, min(len(sizes), 5) + 1):
        for some in itertools.combinations(range(len(sizes)), length):
            if sum(sizes[column] for column in some) < releases.FEWEST:
                sums = possible[:, list(some)].sum(axis=1)
                assert sums.min() < sums.max()
    assert np.linalg.matrix_rank(possible - possible[0]) == len(sizes)


@pytest.mark.slow
def test_without_the_check_answers_could_be_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof above must be able to fail: with plain bands some story gives an answer away."""
    monkeypatch.setattr(releases, "leaves_open", lambda *_: True)
    solved = 0
    for seed in range(400):
        ledger = story(seed)
        found = everything_possible(ledger) if ledger.publications else None
        if found is not None:
            sizes, possible = found
            solved += np.linalg.matrix_rank(possible - possible[0]) < len(sizes)
    assert solved > 0


@pytest.mark.slow
@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20 * TIMES, deadline=None)
def test_how_bands_are_joined_does_not_depend_on_the_last_answers(seed: int) -> None:
    chance = random.Random(seed)
    first = people(chance.randint(0, 6), 6)
    ledger = publish(Ledger(), {"a": first})
    bands = {}
    for yes in range(6):
        figure = publish(ledger, {"a": first | people(yes, 5, start=10)}).figures["a"]
        bands[figure.band] = (figure.low, figure.high)
    ends = sorted(bands.values())
    assert all(one[1] < other[0] for one, other in itertools.pairwise(ends))
