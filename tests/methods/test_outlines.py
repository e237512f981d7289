"""Outlines for a map: fewer points, never further off than asked, and neighbours keep one border between them."""

import itertools
import math
import random
import re

from hypothesis import given
from hypothesis import strategies as st

from communityup.methods import outlines
from communityup.methods.outlines import Point, Ring

numbers = st.integers(-5_000, 5_000)
lines = st.lists(st.tuples(numbers, numbers), min_size=2, max_size=60)
tolerances = st.sampled_from([0.0, 1.0, 4.0, 50.0])


def read_path(drawn: str) -> list[Ring]:
    """Read a path back, as a browser does."""
    found = []
    for part in drawn.split("z")[:-1]:
        numbers = [int(one) for one in re.findall(r"-?\d+", part)]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        one = [points[0]]
        for across, down in points[1:]:
            one.append((one[-1][0] + across, one[-1][1] + down))
        found.append(one)
    return found


def two_neighbours(seed: int, *, wild: int = 3) -> tuple[Ring, Ring, Ring]:
    """Return two areas and the winding border between them; the second reads it from the other side."""
    chance = random.Random(seed)
    border = [(100 + chance.randint(-wild, wild), 10 * step) for step in range(1, 30)]
    border = [(100, 0), *border, (100, 300)]
    west = [*border, (0, 300), (0, 0)]
    east = [*border[::-1], (200, 0), (200, 300)]
    turn = chance.randrange(len(east))
    return west, east[turn:] + east[:turn], border


def between(ring: Ring, border: set[Point]) -> list[Point]:
    return sorted(point for point in ring if point in border)


@given(lines, tolerances)
def test_no_point_that_left_is_further_from_the_line_than_asked(line: Ring, tolerance: float) -> None:
    left = outlines.fewer(line, tolerance)
    assert (left[0], left[-1]) == (line[0], line[-1])
    assert set(left) <= set(line)
    for point in line:
        near = min(outlines.distance(point, start, end) for start, end in itertools.pairwise(left))
        assert near <= tolerance + 1e-9


@given(st.integers(0, 10_000), tolerances)
def test_neighbours_keep_one_and_the_same_border(seed: int, tolerance: float) -> None:
    west, east, border = two_neighbours(seed)
    made = outlines.simplified({"west": [west], "east": [east]}, tolerance)
    inner = set(border)
    assert between(made["west"][0], inner) == between(made["east"][0], inner)
    assert {(100, 0), (100, 300)} <= set(made["west"][0])


def test_border_that_hardly_winds_becomes_one_straight_line() -> None:
    west, east, _border = two_neighbours(7)
    made = outlines.simplified({"west": [west], "east": [east]}, 4.0)
    assert sorted(made["west"][0]) == [(0, 0), (0, 300), (100, 0), (100, 300)]
    assert sorted(made["east"][0]) == [(100, 0), (100, 300), (200, 0), (200, 300)]


def test_hole_and_the_area_in_it_keep_one_border() -> None:
    hole = [(40, 40), (60, 41), (80, 40), (81, 60), (80, 80), (60, 79), (40, 80), (39, 60)]
    around = [(0, 0), (200, 0), (200, 200), (0, 200)]
    inside = hole[::-1][3:] + hole[::-1][:3]
    made = outlines.simplified({"around": [around, hole], "inside": [inside]}, 3.0)
    assert set(made["around"][1]) == set(made["inside"][0]) == {(39, 60), (40, 40), (80, 40), (80, 80), (40, 80)}


def test_very_small_island_goes_and_an_area_never_vanishes() -> None:
    land, island = [(0, 0), (500, 0), (500, 500), (0, 500)], [(600, 600), (601, 600), (601, 601)]
    made = outlines.simplified({"both": [land, island], "island": [island]}, 5.0)
    assert made["both"] == [land]
    assert made["island"] == [island]
    assert outlines.simplified({"nothing": []}, 5.0) == {"nothing": []}


def test_line_without_points_in_a_border_is_passed_over() -> None:
    land = [(0, 0), (500, 0), (500, 500), (0, 500)]
    made = outlines.simplified({"land": [land, []]}, 5.0)
    assert made == {"land": [land]}
    assert outlines.path([land, []]) == outlines.path([land])


@given(st.lists(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=20), max_size=4))
def test_path_is_read_back_as_what_was_drawn(rings: list[Ring]) -> None:
    assert read_path(outlines.path(rings)) == rings


@given(st.lists(st.tuples(numbers, numbers), max_size=20))
def test_ring_has_no_point_twice_in_a_row(points: Ring) -> None:
    found = outlines.ring(points)
    assert len(found) < 2 or all(found[place - 1] != found[place] for place in range(len(found)))
    assert set(found) == set(points)


def test_places_lie_north_up_and_nothing_is_off_the_map() -> None:
    groningen, maastricht = outlines.projected(6.57, 53.22), outlines.projected(5.69, 50.85)
    assert groningen[0] > maastricht[0]
    assert groningen[1] < maastricht[1]
    assert outlines.projected(0, 90) == outlines.projected(0, 85)
    assert outlines.box([[(1, 2), (-3, 9)], [(4, 0)]]) == (-3, 0, 4, 9)
    assert outlines.box([]) is None


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=12))
def test_points_apart_stay_in_order_and_near_and_are_the_same_every_time(points: list[Point]) -> None:
    made = outlines.apart(points, 10)
    assert len(made) == len(points)
    assert made == outlines.apart(points, 10)
    if all(math.dist(one, other) >= 10 for one, other in itertools.combinations(points, 2)):
        assert made == points


def test_points_at_one_spot_no_longer_cover_each_other() -> None:
    made = outlines.apart([(0, 0), (0, 0), (3, 0)], 10)
    assert all(math.dist(one, other) >= 9 for one, other in itertools.combinations(made, 2))
