import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communityup.methods.contours import Contour, centre, contour, same_groups, step
from tests.methods.tables_of_answers import TIMES


def test_a_contour_is_a_rounded_ellipse_of_the_spread() -> None:
    chance = np.random.default_rng(1)
    places = chance.normal(size=(4000, 2)) * (2.0, 0.5)
    turn = np.radians(30)
    places = places @ np.array([(np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))]) + (3, -1)
    assert contour(places, 0.25) == Contour(3.0, -1.0, 3.0, 0.75, 30)


def test_fewer_than_five_people_have_no_contour_and_no_centre() -> None:
    places = np.arange(8.0).reshape(4, 2)
    assert contour(places, 0.5) is None
    assert centre(places, 0.5) is None
    assert centre(np.arange(10.0).reshape(5, 2), 0.5) == (4.0, 5.0)


def test_people_in_one_place_get_the_smallest_ellipse() -> None:
    assert contour(np.full((6, 2), 1.0), 0.5) == Contour(1.0, 1.0, 0.5, 0.5, 0)


@given(st.integers(0, 2**32 - 1), st.integers(5, 60))
@settings(max_examples=60 * TIMES, deadline=None)
def test_everything_drawn_lies_on_a_coarse_grid(seed: int, size: int) -> None:
    places = np.random.default_rng(seed).normal(size=(size, 2)) * 3
    grid = step(places)
    drawn = contour(places, grid)
    assert drawn is not None
    for number in (drawn.x, drawn.y, drawn.long, drawn.short):
        assert number / grid == pytest.approx(round(number / grid))
    assert drawn.long >= drawn.short >= grid
    assert drawn.turn % 15 == 0
    away = np.sqrt(((places - places.mean(axis=0)) ** 2).sum(axis=1).mean())
    assert away / 16 < grid <= away / 8


def test_without_spread_there_is_a_grid_all_the_same() -> None:
    assert step(np.zeros((0, 2))) == 1.0
    assert step(np.ones((7, 2))) == 1.0


def test_groups_keep_their_numbers_when_people_move_a_little() -> None:
    before = np.array([0, 0, 0, 1, 1, 2, -1])
    now = np.array([1, 1, 0, 0, 0, 2, 3])
    assert same_groups(before, now) == {0: 1, 1: 0, 2: 2, 3: 3}
    assert same_groups(np.full(7, -1), now) == {0: 0, 1: 1, 2: 2, 3: 3}
    assert same_groups(before, np.full(7, -1)) == {}
    assert same_groups(np.array([0, 0, 1, 1, 2, 2]), np.array([0, 0, 0, 0, 1, 1])) == {0: 0, 1: 2}
