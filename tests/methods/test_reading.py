"""The time that reading takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communityup.methods.reading import LONG, WORDS_A_MINUTE, reading_minutes


@pytest.mark.parametrize(("words", "minutes"), [(0, 0), (299, 0), (300, 2), (400, 2), (401, 3)])
def test_b26_what_is_short_takes_no_time_and_the_rest_a_minute_for_each_two_hundred_words(
    words: int, minutes: int
) -> None:
    assert reading_minutes(["straks lezen we " * (words // 3), "nog " * (words % 3)]) == minutes


@given(counts=st.lists(st.integers(0, 500), max_size=6))
def test_b26_in_how_many_parts_words_come_makes_no_difference_and_nobody_gets_less_than_they_need(
    counts: list[int],
) -> None:
    parts, total = ["woord. " * count for count in counts], sum(counts)
    found = reading_minutes(parts)
    assert found == reading_minutes([" ".join(parts)])
    assert found * WORDS_A_MINUTE >= total or total < LONG
    assert (found - 1) * WORDS_A_MINUTE < max(total, 1)


@pytest.mark.parametrize(("words", "count"), [("zo'n buurthuis", 2), ("wij-gevoel", 1), ("– 12 % – €", 1)])
def test_b26_a_word_with_an_apostrophe_or_a_dash_is_one_and_marks_alone_are_none(words: str, count: int) -> None:
    times = LONG // count
    assert reading_minutes([f"{words} " * times]) == -(-times * count // WORDS_A_MINUTE)
    assert reading_minutes([f"{words} " * (times - 1)]) == 0
