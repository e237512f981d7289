import doctest
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from communityup.methods import opinion, pca
from communityup.methods.opinion import OpinionMap, make_map, project, who_is_in
from communityup.methods.votes import from_triples
from tests.methods.tables_of_answers import (
    MISSING,
    TIMES,
    Dense,
    dense_places,
    filled,
    random_table,
    same_grouping,
    tables,
    votes_of,
)

ROOT = Path(__file__).resolve().parents[2]


def shown(map_: OpinionMap, order: "np.ndarray[tuple[int], np.dtype[np.intp]] | None" = None) -> str:
    """What people see of a map, in the order of ``order``: the text that must be equal byte for byte."""
    order = np.arange(len(map_.positions)) if order is None else order
    return json.dumps(
        [
            (np.round(map_.positions[order], 6) + 0.0).tolist(),
            map_.labels[order].tolist(),
            (np.round(map_.statement_positions, 6) + 0.0).tolist(),
            [(group.size, np.round(group.centre, 6).tolist()) for group in map_.groups],
            round(map_.silhouette, 6),
        ]
    )


def test_the_example_of_the_module_is_true() -> None:
    assert doctest.testmod(opinion).failed == 0


@given(tables(), st.integers(0, 2**32 - 1))
@settings(max_examples=60 * TIMES, deadline=None)
def test_the_order_of_the_rows_changes_no_byte(table: Dense, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(table))
    one, other = make_map(votes_of(table)), make_map(votes_of(table[order]))
    assert shown(one, order) == shown(other)


def test_the_order_of_the_answers_in_time_changes_no_byte() -> None:
    table = random_table(5, 60, 20)
    rows, columns = np.nonzero(table != MISSING)
    order = np.random.default_rng(5).permutation(len(rows))
    mixed = from_triples(rows[order], columns[order], table[rows[order], columns[order]], *table.shape)
    assert shown(make_map(mixed)) == shown(make_map(votes_of(table)))


@pytest.mark.slow
def test_the_number_of_threads_changes_no_byte() -> None:
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "from tests.methods.test_opinion import shown, make_map, votes_of, random_table\n"
        "print(shown(make_map(votes_of(random_table(3, 700, 300)))))"
    )
    texts = set()
    for threads in ("1", "2", "4"):
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads}
        command = [sys.executable, "-c", code]
        texts.add(subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout)
    assert len(texts) == 1
    assert len(texts.pop()) > 10_000


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=25 * TIMES, deadline=None)
def test_the_order_of_the_thoughts_moves_nobody(seed: int) -> None:
    chance = np.random.default_rng(seed)
    table = random_table(seed, 40, 15, 0.8, 3)
    order = chance.permutation(15)
    one, other = make_map(votes_of(table)), make_map(votes_of(table[:, order]))
    for axis in (0, 1):
        sides = [one.positions[:, axis] - sign * other.positions[:, axis] for sign in (1, -1)]
        assert min(np.abs(side).max() for side in sides) < 1e-6
    assert one.k == other.k
    assert np.allclose(np.sort(one.extremity), np.sort(other.extremity), atol=1e-6)


@given(tables(most_people=25, most_thoughts=9), st.sets(st.integers(0, 8), max_size=2))
@settings(max_examples=60 * TIMES, deadline=None)
def test_the_sparse_way_gives_what_the_dense_way_gives(table: Dense, hidden: set[int]) -> None:
    hidden = {column for column in hidden if column < table.shape[1]}
    map_ = make_map(votes_of(table), hidden)
    if not len(table):
        assert map_.k == 0
        return
    wanted, size = dense_places(table, hidden)
    size = np.concatenate((size, np.zeros(3)))
    full = filled(table, hidden)
    # The directions carry as much as any two can, also where they are not the only ones.
    for part in (0, 1):
        carried = np.sqrt((((full - full.mean(axis=0)) @ map_.components[part]) ** 2).sum())
        assert carried == pytest.approx(size[part], abs=1e-7)
        if size[part] - size[part + 1] > 1e-3 and (part == 0 or size[0] - size[1] > 1e-3):
            away = [np.abs(map_.positions[:, part] - sign * wanted[:, part]).max() for sign in (1, -1)]
            assert min(away) < 1e-5


@given(tables(), st.sets(st.integers(0, 11), max_size=3))
@settings(max_examples=60 * TIMES, deadline=None)
def test_a_projected_row_lands_on_its_place_in_the_map(table: Dense, hidden: set[int]) -> None:
    hidden = {column for column in hidden if column < table.shape[1]}
    map_ = make_map(votes_of(table), hidden)
    for i, row in enumerate(table):
        answers = {j: int(value) for j, value in enumerate(row) if value != MISSING}
        assert project(answers, map_) == pytest.approx(tuple(map_.positions[i]), abs=1e-9)


@given(tables())
@settings(max_examples=40 * TIMES, deadline=None)
def test_the_sign_is_fixed_by_the_largest_loading(table: Dense) -> None:
    for component in make_map(votes_of(table)).components:
        assert component[np.argmax(np.abs(component) >= np.abs(component).max() * (1 - 1e-9))] >= 0


def test_statement_positions_are_one_agreement() -> None:
    map_ = make_map(votes_of(random_table(8, 30, 10)))
    wanted = np.sqrt(10) * (1 - map_.mean) * map_.components
    assert np.allclose(map_.statement_positions, wanted.T)
    assert np.allclose(map_.extremity, np.linalg.norm(wanted, axis=0))
    agree_all = project({4: 1}, map_)
    assert agree_all == pytest.approx(tuple(map_.statement_positions[4]))


def test_moderated_columns_weigh_nothing_but_count_as_answered() -> None:
    table = random_table(2, 30, 8)
    other = table.copy()
    other[:, 3] = np.where(table[:, 3] == MISSING, MISSING, -table[:, 3])
    one, two = make_map(votes_of(table), {3}), make_map(votes_of(other), {3})
    assert np.allclose(one.positions, two.positions)
    assert not one.components[:, 3].any()
    assert one.mean[3] == 0
    assert project({}, one) == (0.0, 0.0)
    assert project({0: 1}, one)[0] == pytest.approx(np.sqrt(8 / 2) * (1 - one.mean[0]) * one.components[0, 0])


@pytest.mark.parametrize(
    ("seen", "inside"),
    [
        ([7] * 15 + [6] * 5, 15),
        ([7] * 14 + [6] * 5, 19),
        ([7] * 14 + [6, 5], 15),
        ([7] * 3 + [2] * 3 + [0] * 20, 6),
        ([0] * 5, 0),
        ([], 0),
    ],
)
def test_who_takes_part_in_the_grouping(seen: list[int], inside: int) -> None:
    rows = np.repeat(np.arange(len(seen)), seen)
    columns = np.array([column for count in seen for column in range(count)], dtype=int)
    votes = from_triples(rows, columns, np.ones(len(rows), int), len(seen), 10)
    assert who_is_in(votes).sum() == inside


def test_with_few_thoughts_answering_all_is_enough() -> None:
    table = np.full((20, 3), MISSING)
    table[:16] = 1
    table[16:, 0] = 1
    assert who_is_in(votes_of(table)).sum() == 16


def test_wrong_wishes_are_refused() -> None:
    votes = votes_of(random_table(1, 5, 3))
    with pytest.raises(ValueError, match="moderated"):
        make_map(votes, {3})
    with pytest.raises(ValueError, match="mode"):
        make_map(votes, mode="other")  # type: ignore[arg-type]


def test_a_table_without_thoughts_has_a_map() -> None:
    map_ = make_map(from_triples(np.zeros(0, int), np.zeros(0, int), np.zeros(0, int), 3, 0))
    assert map_.positions.tolist() == [[0, 0]] * 3
    assert map_.k == 0


def test_people_who_all_agree_stand_in_one_place() -> None:
    map_ = make_map(votes_of(np.ones((30, 9), dtype=np.int64)))
    assert map_.k == 1
    assert not map_.positions.any()


@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.integers(1, 40))
@settings(max_examples=40 * TIMES, deadline=None)
def test_the_directions_are_those_of_a_full_decomposition(seed: int, people: int, thoughts: int) -> None:
    chance = np.random.default_rng(seed)
    table = chance.normal(size=(people, thoughts)) * (chance.random((people, thoughts)) < 0.6)
    found = pca.leading(csr_array(table))
    size = np.concatenate((np.linalg.svd(table, compute_uv=False), [0.0, 0.0]))[:2]
    assert np.linalg.norm(table @ found.T, axis=0) == pytest.approx(size, abs=1e-8 * max(size[0], 1))
    assert (found @ found.T)[0, 1] == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("seed", [51, 119, 452, 535, 769])
def test_a_basis_that_is_nearly_used_up_stays_upright(seed: int) -> None:
    chance = np.random.default_rng(seed)
    shape = chance.integers(1, 40, 2)
    table = chance.normal(size=shape) * (chance.random(shape) < chance.random())
    table = np.round(table) if seed % 3 == 0 else table
    found = pca.leading(csr_array(table))
    assert np.linalg.norm(table @ found.T, axis=0) == pytest.approx(np.linalg.svd(table, compute_uv=False)[:2])


def test_equal_eigenvalues_give_the_same_directions_for_every_order_of_rows() -> None:
    table = np.vstack((np.eye(6), np.eye(6)))
    wanted = pca.leading(csr_array(table))
    for seed in range(5):
        found = pca.leading(csr_array(table[np.random.default_rng(seed).permutation(12)]))
        assert np.allclose(found, wanted, atol=1e-9)
    assert np.allclose(wanted @ wanted.T, np.eye(2))


def test_equal_second_and_third_eigenvalues_are_settled_too() -> None:
    table = np.diag([3.0, 2.0, 2.0, 1.0])
    found = pca.leading(csr_array(table))
    assert np.allclose(np.abs(found[0]), [1, 0, 0, 0])
    assert np.linalg.norm(found[1, 1:3]) == pytest.approx(1)
    assert np.abs(found[1, 1:3]).min() > 0.01


def test_hardly_different_eigenvalues_are_found() -> None:
    chance = np.random.default_rng(7)
    left = np.linalg.qr(chance.normal(size=(80, 40)))[0]
    right = np.linalg.qr(chance.normal(size=(40, 40)))[0]
    size = np.linspace(1, 0.5, 40)
    size[:3] = [1.0, 0.999, 0.998]
    found = pca.leading(csr_array(left @ np.diag(size) @ right.T))
    assert np.abs(np.abs(found @ right[:, :2]) - np.eye(2)).max() < 1e-9


def test_a_map_in_the_way_of_polis_cuts_clear_groups_alike() -> None:
    chance = np.random.default_rng(1)
    lean = np.repeat([0.95, 0.05], 30)
    table = np.where(chance.random((60, 12)) < lean[:, None], 1, -1)
    table[:, ::2] *= -1
    ours, theirs = make_map(votes_of(table)), make_map(votes_of(table), mode="polis")
    assert same_grouping(ours.labels, theirs.labels)
