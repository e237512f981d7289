"""Who visits whom: everybody first once, then what fits best; by reasons, whatever the order in which all is given."""

import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communityup.methods.visits import MOST_WORDS, choose, reasons, told, weight

ASKS, OFFERS = "abcd", "xyz"
PAIRS = list(product(ASKS, OFFERS))
WEIGHTS = st.dictionaries(st.sampled_from(PAIRS), st.integers(0, 9), max_size=9)
ROOM = st.fixed_dictionaries({one: st.integers(0, 2) for one in OFFERS})
Chosen = tuple[tuple[str, str], ...]


def every_choice(weights: dict[tuple[str, str], int], room: dict[str, int]) -> list[Chosen]:
    """Return every way to give questions a place, by trying all."""
    found: list[Chosen] = [()]
    for ask in sorted({one for one, _offer in weights}):
        found = [
            (*before, *more)
            for before in found
            for more in [(), *[((one, offer),) for (one, offer), value in weights.items() if one == ask and value]]
        ]
    return [one for one in found if all(sum(o == offer for _a, o in one) <= room[offer] for offer in room)]


@settings(deadline=None, max_examples=80)
@given(WEIGHTS, ROOM)
def test_b36_as_many_as_can_be_find_a_place_and_then_what_fits_best(
    weights: dict[tuple[str, str], int], room: dict[str, int]
) -> None:
    chosen = choose(weights, capacity=room)
    best = max((len(one), sum(weights[pair] for pair in one)) for one in every_choice(weights, room))
    assert (len(chosen), sum(weights[pair] for pair in chosen)) == best
    assert len({ask for ask, _offer in chosen}) == len(chosen), "each question once"
    assert all(sum(o == offer for _a, o in chosen) <= room[offer] for offer in room), "no host has more than it said"
    assert all(weights[pair] > 0 for pair in chosen), "never without a reason"


@settings(deadline=None, max_examples=60)
@given(WEIGHTS, ROOM, st.integers(0, 1000))
def test_b36_the_order_in_which_questions_and_offers_are_given_changes_nothing(
    weights: dict[tuple[str, str], int], room: dict[str, int], seed: int
) -> None:
    shuffled, turned = list(weights.items()), list(room.items())
    random.Random(seed).shuffle(shuffled)
    random.Random(seed).shuffle(turned)
    assert choose(weights, capacity=room) == choose(dict(shuffled), capacity=dict(turned))


def test_b36_nobody_is_left_out_for_a_match_that_weighs_more() -> None:
    weights = {("a", "x"): 9, ("a", "y"): 1, ("b", "x"): 1}
    assert choose(weights, capacity={"x": 1, "y": 1}) == (("a", "y"), ("b", "x"))
    assert choose(weights, capacity={"x": 2, "y": 1}) == (("a", "x"), ("b", "x"))
    assert choose(weights, capacity={"x": 1, "y": 0}) == (("a", "x"),)
    assert choose({}, capacity={"x": 1}) == ()


def test_b36_a_pair_that_was_together_before_is_not_chosen_again() -> None:
    weights = {("a", "x"): 9, ("a", "y"): 1}
    again = {pair: value for pair, value in weights.items() if pair != ("a", "x")}
    assert choose(again, capacity={"x": 1, "y": 1}) == (("a", "y"),)


@pytest.mark.slow
def test_b36_hundreds_at_once_are_quick_and_each_is_one_whole_choice() -> None:
    chance = random.Random(7)
    weights = {
        (f"a{ask:03}", f"x{offer:03}"): chance.randint(1, 20)
        for ask in range(200)
        for offer in chance.sample(range(500), 40)
    }
    chosen = choose(weights, capacity={f"x{offer:03}": 1 for offer in range(500)})
    assert len(chosen) == len({ask for ask, _offer in chosen}) == 200


def test_b3_reasons_are_theme_shared_words_as_written_and_conditions_in_which_the_host_is_further() -> None:
    ask = told(
        theme="Gebouwen loslaten",
        words=["Hoe regelden jullie het achterstallig onderhoud bij de overdracht van huizen?"],
        place="Heidelo",
        stands={"time": 1, "trust": 3, "clarity": 1},
    )
    offer = told(
        theme="Een gebouw",
        words=["Ons huis, en wie het onderhoud deed na de overdrachten."],
        place=" HEIDELO ",
        stands={"time": 3, "trust": 2},
    )
    found = reasons(ask, offer)
    assert found.theme
    assert found.words == ("gebouwen", "huizen", "onderhoud", "overdracht")
    assert found.conditions == ("time",), "further, and only where both chose that it may be used"
    assert found.place
    assert weight(found) == 4 + 4 + 3 + 1


def test_b3_without_a_reason_about_the_subject_there_is_no_match_however_near() -> None:
    ask, offer = (
        told(theme=theme, words=["Wij willen graag komen kijken."], place="Heidelo") for theme in ("", "Groen")
    )
    found = reasons(ask, offer)
    assert (found.theme, found.words, found.place) == (False, (), True)
    assert weight(found) == 0


def test_b36_long_texts_do_not_win_by_their_length() -> None:
    words = ["dak", "sleutel", "rooster", "vereniging", "subsidie", "keuken", "verwarming"]
    one = told(theme="", words=words)
    found = reasons(one, one)
    assert len(found.words) == len(words)
    assert weight(found) == MOST_WORDS
