"""Words in the one form under which one finds them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communityup.methods.dutch import LONGEST, stems, weighed


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("huis", "huizen"), ("buurthuis", "Buurthuizen"), ("bewoner", "bewoners"), ("gemeenten", "gemeente"),
        ("sleutel", "sleutels"), ("thema", "thema’s"), ("loslaten", "losgelaten"), ("café", "cafes"),
        ("VRIJWILLIGERS", "vrijwilliger"),
        ("coördinator", "coordinator"),
    ],
)  # fmt: skip
def test_forms_of_one_word_are_found_by_each_other(typed: str, written: str) -> None:
    assert stems(typed) == stems(written) != []


@pytest.mark.parametrize(("one", "other"), [("raad", "draad"), ("huur", "duur"), ("sleutel", "slot")])
def test_other_words_are_not(one: str, other: str) -> None:
    assert stems(one) != stems(other)


def test_words_that_stand_everywhere_are_left_out() -> None:
    assert stems("De sleutels, en het slot!") == [*stems("sleutels"), *stems("slot")]
    assert stems("de het een") == []


def test_words_count_once_and_most_where_they_stand_best() -> None:
    assert weighed([("Huizen", 1), ("huis tuin", 3), ("tuin tuin", 1)]) == {"huis": 3, "tuin": 3}
    assert weighed([]) == {}


@given(st.text(max_size=200))
def test_any_text_gives_short_stems_of_letters_and_digits(text: str) -> None:
    found = stems(text)
    assert all(0 < len(one) <= LONGEST for one in found)
    assert found == stems(text.upper().lower()) or text.lower() != text.upper().lower()
