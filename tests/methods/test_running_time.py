"""The clock that stands still during a pause."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communityup.methods.running_time import Pause, deadline, running


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    moments = sorted(draw(st.lists(st.integers(0, 1000), max_size=8, unique=True)))
    pairs = [(float(a), float(b)) for a, b in zip(moments[::2], moments[1::2], strict=False)]
    return list(pairs)


def test_without_a_pause_a_deadline_is_start_plus_duration() -> None:
    assert deadline(10, 5, []) == 15


def test_a_pause_moves_a_deadline_by_what_it_took_away() -> None:
    assert deadline(10, 5, [(0, 3), (12, 20), (40, 50)]) == 23


def test_a_pause_that_began_before_the_start_counts_from_the_start() -> None:
    assert deadline(10, 5, [(8, 12)]) == 17


def test_while_a_pause_lasts_nobody_knows_the_deadline() -> None:
    assert deadline(10, 5, [(12, None)]) == inf
    assert deadline(10, 5, [(15, None)]) == 15


def test_a_negative_duration_and_an_end_before_the_start_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        deadline(10, -1, [])
    with pytest.raises(ValueError, match="before"):
        running(10, 9, [])


def test_an_open_pause_stops_the_running_time() -> None:
    assert running(0, 100, [(10, 20), (90, None)]) == 80


@given(start=st.integers(0, 1000), duration=st.integers(0, 500), pauses=pauses())
def test_until_its_deadline_exactly_its_duration_has_run(start: int, duration: int, pauses: list[Pause]) -> None:
    moment = deadline(start, duration, pauses)
    assert running(start, moment, pauses) == duration
    assert moment >= start + duration


@given(start=st.integers(0, 1000), duration=st.integers(0, 500), pauses=pauses(), more=st.integers(0, 50))
def test_a_longer_duration_never_ends_earlier(start: int, duration: int, pauses: list[Pause], more: int) -> None:
    assert deadline(start, duration + more, pauses) >= deadline(start, duration, pauses) + more
