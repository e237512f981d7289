import itertools
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from communityup.methods import compatible, groups
from communityup.methods.arrays import Floats
from tests.methods.tables_of_answers import TIMES, same_grouping


def blobs(seed: int, sizes: list[int], apart: float = 8.0) -> Floats:
    chance = np.random.default_rng(seed)
    corners = np.array([(0, 0), (1, 0), (0, 1), (1, 1), (2, 0)]) * apart
    return np.concatenate([chance.normal(corners[place], 1.0, (size, 2)) for place, size in enumerate(sizes)])


@given(st.integers(0, 2**32 - 1), st.integers(0, 300), st.sampled_from((0, 1, 3)))
@settings(max_examples=40 * TIMES, deadline=None)
def test_the_order_of_the_people_changes_no_group(seed: int, people: int, digits: int) -> None:
    chance = np.random.default_rng(seed)
    places = np.round(chance.normal(size=(people, 2)), digits)
    order = chance.permutation(people)
    one, other = groups.find(places), groups.find(places[order])
    assert one.labels[order].tolist() == other.labels.tolist()
    assert one.centres.tolist() == other.centres.tolist()


@pytest.mark.parametrize("sizes", [[60, 40], [50, 40, 30], [50, 40, 30, 20], [60, 50, 40, 30, 20]])
def test_groups_that_stand_apart_are_found(sizes: list[int]) -> None:
    places = blobs(4, sizes, 12.0)
    found = groups.find(places)
    assert found.k == len(sizes)
    assert same_grouping(found.labels, np.repeat(np.arange(len(sizes)), sizes))
    assert np.bincount(found.labels).tolist() == sizes
    for label in range(found.k):
        assert np.allclose(found.centres[label], places[found.labels == label].mean(axis=0))


def test_groups_of_one_size_are_numbered_by_centre() -> None:
    places = np.array([(5.0, 0.0), (5.1, 0.0), (-5.0, 0.0), (-5.1, 0.0)])
    assert groups.find(places).labels.tolist() == [1, 1, 0, 0]


@pytest.mark.parametrize("find", [groups.find, compatible.find])
def test_nobody_and_one_place_make_no_groups(find: Callable[[Floats], groups.Grouping]) -> None:
    assert find(np.zeros((0, 2))).k == 0
    alone = find(np.full((9, 2), 3.0))
    assert (alone.k, alone.labels.tolist(), alone.silhouette) == (1, [0] * 9, 0.0)


def test_more_base_points_allow_more_groups() -> None:
    assert [groups.most_groups(base) for base in (2, 11, 12, 24, 36, 100)] == [2, 2, 3, 4, 5, 5]


def test_thirteen_starts_nearly_always_find_the_best_of_all_groupings() -> None:
    best = 0
    for seed in range(20):
        places = np.random.default_rng(seed).normal(size=(9, 2))
        found = groups.find(places)
        spreads = []
        for cut in itertools.product((0, 1), repeat=8):
            label = np.array((0, *cut))
            if label.any():
                halves = (places[label == one] for one in (0, 1))
                spreads.append(sum(((half - half.mean(axis=0)) ** 2).sum() for half in halves))
        own = (places[found.labels == one] for one in (0, 1))
        spread = sum(((half - half.mean(axis=0)) ** 2).sum() for half in own)
        assert spread <= 1.2 * min(spreads)
        best += spread <= min(spreads) + 1e-9
    assert best >= 17


def naive_silhouette(points: Floats, labels: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> float:
    apart, widths = cdist(points, points), []
    for i, label in enumerate(labels):
        own = [apart[i, j] for j in range(len(points)) if labels[j] == label and j != i]
        others = [apart[i, labels == other].mean() for other in set(labels.tolist()) - {label}]
        inside, nearest = np.mean(own) if own else 0.0, min(others)
        widths.append(0.0 if not own or max(inside, nearest) == 0 else (nearest - inside) / max(inside, nearest))
    return float(np.mean(widths))


@given(st.integers(0, 2**32 - 1), st.integers(2, 30), st.integers(2, 5))
@settings(max_examples=60 * TIMES, deadline=None)
def test_the_silhouette_is_what_a_loop_gives(seed: int, size: int, k: int) -> None:
    chance = np.random.default_rng(seed)
    points = np.round(chance.normal(size=(size, 2)), 1)
    labels = np.unique(chance.integers(0, k, size), return_inverse=True)[1]
    labels[:2] = (0, 1)
    labels = np.unique(labels, return_inverse=True)[1]
    assert groups.silhouette(cdist(points, points), labels) == pytest.approx(naive_silhouette(points, labels))


def test_base_points_settle_where_plain_lloyd_settles() -> None:
    points, _, weights = groups._distinct(blobs(3, [300, 200]))
    centres = groups._split(points, weights)[1]
    assert len(centres) == groups.LEAVES
    found, own = groups._settle(points, weights, centres)
    for _ in range(500):
        near = cdist(points, centres).argmin(axis=1)
        centres = groups._means(points, weights, near, centres)
    assert np.allclose(found, centres)
    assert own.tolist() == cdist(points, centres).argmin(axis=1).tolist()


def test_points_with_equal_mean_by_rounding_are_still_split() -> None:
    points = np.array([(0.0, 0.0), (1e-9, 0.0)])
    weights = np.array([1.0, 1e17])
    leaf = groups._leaf(points, weights, np.arange(2))
    assert leaf.mean[0] >= 1e-9
    assert [half.tolist() for half in groups._halves(points, leaf)] == [[0], [1]]


def test_settling_stops_when_its_rounds_are_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "ROUNDS", 1)
    monkeypatch.setattr(compatible, "BASE_ROUNDS", 1)
    places = blobs(9, [80, 60, 30], 3.0)
    assert groups.find(places).k >= 2
    assert compatible.find(places).k >= 2
