import doctest
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communityup.methods import votes as module
from communityup.methods.votes import Answer, digest, from_triples, row_order, take, tally
from tests.methods.tables_of_answers import MISSING, TIMES, Dense, random_table, tables, votes_of


def test_the_example_of_the_module_is_true() -> None:
    assert doctest.testmod(module).failed == 0


triples = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4), st.sampled_from((-1, 0, 1))), max_size=60)


@given(triples)
@settings(max_examples=100 * TIMES)
def test_the_latest_answer_to_a_thought_wins(given_: list[tuple[int, int, int]]) -> None:
    wanted = {(i, j): v for i, j, v in given_}
    row, column, value = np.array(given_, dtype=np.int64).reshape(-1, 3).T
    votes = from_triples(row, column, value, n_rows=6, n_columns=5)
    found = {(int(i), int(j)): int(v) for i, j, v in zip(votes.rows, votes.columns, votes.values, strict=True)}
    assert found == wanted
    for i in range(6):
        own = votes.columns[votes.indptr[i] : votes.indptr[i + 1]]
        assert (np.diff(own) > 0).all()
    assert votes.seen_by_row.sum() == len(wanted)


@pytest.mark.parametrize(
    ("rows", "columns", "values", "says"),
    [
        ([0], [0, 1], [1], "equally long"),
        ([2], [0], [1], "row"),
        ([-1], [0], [1], "row"),
        ([0], [2], [1], "column"),
        ([0.5], [0], [1], "row"),
        ([0], [0], [2], "-1, 0 or 1"),
    ],
)
def test_wrong_triples_are_refused(rows: list[int], columns: list[int], values: list[int], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        from_triples(rows, columns, values, 2, 2)


def test_a_table_without_answers_is_a_table() -> None:
    votes = from_triples(np.zeros(0, int), np.zeros(0, int), np.zeros(0, int), 0, 0)
    assert (votes.n_rows, votes.n_columns, len(votes.values)) == (0, 0, 0)
    assert len(row_order(votes)) == 0


@given(tables(), st.randoms(use_true_random=False))
@settings(max_examples=60 * TIMES, deadline=None)
def test_the_seed_depends_on_what_rows_hold_and_not_on_their_order(table: Dense, chance: object) -> None:
    order = np.random.default_rng(chance.randint(0, 9**9)).permutation(len(table))  # type: ignore[attr-defined]
    one, other = votes_of(table), votes_of(table[order])
    assert digest(one) == digest(other)
    assert pickle.dumps(take(one, row_order(one)).values) == pickle.dumps(take(other, row_order(other)).values)


def test_the_seed_changes_with_one_answer_and_with_moderation() -> None:
    table = random_table(1, 9, 5)
    other = table.copy()
    other[0, 0] = 1 if table[0, 0] != 1 else -1
    seeds = {
        digest(votes_of(table)),
        digest(votes_of(other)),
        digest(votes_of(table), {2}),
        digest(votes_of(table), {3}),
    }
    assert len(seeds) == 4


@given(tables(), st.integers(1, 3))
@settings(max_examples=40 * TIMES, deadline=None)
def test_a_tally_counts_what_a_loop_counts(table: Dense, sets: int) -> None:
    labels = np.arange(len(table)) % (sets + 1) - 1
    counts = tally(votes_of(table), labels, sets)
    for one in range(sets):
        own = table[labels == one]
        assert counts.agree[one].tolist() == [(own[:, j] == Answer.AGREE).sum() for j in range(table.shape[1])]
        assert counts.disagree[one].tolist() == [(own[:, j] == Answer.DISAGREE).sum() for j in range(table.shape[1])]
        assert counts.seen[one].tolist() == [(own[:, j] != MISSING).sum() for j in range(table.shape[1])]
