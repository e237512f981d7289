"""Nearly the same: what was copied and touched up is found, and never what turns the meaning (X3)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communityup.methods.nearly import FEWEST, first_like, nearly_the_same, read

PARKING = "De gemeente moet de parkeerplaatsen in het centrum voor bewoners behouden."
WORDS = ["fiets", "speeltuin", "bomen", "markt", "bankjes", "gracht", "school", "dorpshuis", "bakker", "brug", "haven"]
SMALL = ["de", "het", "een", "en", "van", "wij", "ons", "zo"]
TURNING = ["niet", "geen", "nooit", "zonder", "minder", "2", "30"]
TEXTS = st.lists(st.sampled_from(WORDS + SMALL + TURNING), min_size=1, max_size=25)


def alike(one: str, other: str) -> bool:
    return nearly_the_same(read(one), read(other))


@pytest.mark.parametrize(
    "again",
    [
        "De gemeente moet graag de parkeerplaatsen in ons centrum voor bewoners behouden!",
        "gemeente moet parkeerplaatsen centrum bewoners behouden",
        "DE GEMEENTE MOET DE PARKEERPLAATSEN IN HET CENTRUM VOOR DE BEWONERS BEHOUDEN",
        "De gemeente moet de parkeerplatsen in het centrum voor bewoners behouden.",
        "De gemeente moet de parkeerplaats in het centrum voor de bewoner behouden.",
        "De gemeente moet de parkeerplaatsen in het cetnrum voor bewoners behouden.",
        "De gemeente moet de parkeerplaatsen in het centrom voor bewoners behouden.",
    ],
)
def test_x3_what_was_copied_and_touched_up_is_found(again: str) -> None:
    assert alike(PARKING, again)


@pytest.mark.parametrize(
    "other",
    [
        "De gemeente moet de parkeerplaatsen in het centrum niet voor bewoners behouden.",
        "De gemeente moet de parkeerplaatsen in het dorp voor bewoners behouden.",
        "De gemeente moet de parkeerplaatsen in het contrem voor bewoners behouden.",
        "De bewoners moeten de parkeerplaatsen in het centrum voor de gemeente behouden.",
        "De gemeente moet 30 parkeerplaatsen in het centrum voor bewoners behouden.",
        "De gemeente moet de parkeerplaatsen en de oude bomen in het centrum voor bewoners behouden.",
        "Parkeerplaatsen behouden.",
    ],
)
def test_x3_other_words_another_order_or_not_is_another_thought(other: str) -> None:
    assert not alike(PARKING, other)


def test_x3_what_is_denied_of_one_and_not_of_the_other_is_no_copy_with_the_words_swapped() -> None:
    one = "Op de markt wel fietsen en op de brug naar de haven niet fietsen."
    assert not alike(one, "Op de markt niet fietsen en op de brug naar de haven wel fietsen.")


@settings(deadline=None, max_examples=200)
@given(TEXTS, TEXTS)
def test_x3_it_is_the_same_both_ways_and_each_text_is_like_itself(one: list[str], other: list[str]) -> None:
    first, second = " ".join(one), " ".join(other)
    assert alike(first, second) == alike(second, first)
    stems = len([word for word in one if word in WORDS])
    assert alike(first, first) == (stems >= FEWEST)


@settings(deadline=None, max_examples=200)
@given(TEXTS, st.sampled_from(TURNING), st.integers(0, 25))
def test_x3_a_word_that_turns_the_meaning_never_passes(words: list[str], turn: str, place: int) -> None:
    assert not alike(" ".join(words), " ".join([*words[:place], turn, *words[place:]]))


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(WORDS), min_size=9, max_size=20), st.sampled_from(WORDS), st.integers(0, 20))
def test_x3_one_more_word_in_ten_is_nearly_the_same(words: list[str], more: str, place: int) -> None:
    assert alike(" ".join(words), " ".join([*words[:place], more, *words[place:]]))


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(WORDS), min_size=4, max_size=20, unique=True), st.data())
def test_x3_another_word_in_the_place_of_one_is_another_thought(words: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(words) - 1)) if len(words) < len(WORDS) else 0
    other = [*words[:at], "zwembad", *words[at + 1 :]]
    assert not alike(" ".join(words[: len(WORDS)]), " ".join(other))


def test_x3_the_first_text_that_is_like_it_is_named() -> None:
    others = [(7, "Iets heel anders over de school en de brug"), (9, PARKING.upper()), (4, PARKING)]
    assert first_like(PARKING, others) == 9
    assert first_like(PARKING, others[:1]) is None
