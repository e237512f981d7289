from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communityup.methods.dealing import deal, lesson, nearness, weights
from communityup.methods.votes import Tally
from tests.methods.tables_of_answers import TIMES


def test_what_an_answer_teaches_is_worked_out_by_hand() -> None:
    one = Tally(np.array([[3]]), np.array([[1]]), np.array([[4]]))
    assert lesson(one)[0, 0] == pytest.approx(4 / 6 * 2 / 6 * (1 / 6 - 1 / 7))
    unseen = Tally(np.array([[0]]), np.array([[0]]), np.array([[0]]))
    assert lesson(unseen)[0, 0] == pytest.approx(1 / 4 * (1 / 2 - 1 / 3))


def test_groups_near_the_dot_weigh_more_after_three_answers() -> None:
    centres = np.array([(0.0, 0.0), (2.0, 0.0)])
    assert nearness((0.0, 0.0), centres, 2).tolist() == [0.5, 0.5]
    assert nearness(None, centres, 9).tolist() == [0.5, 0.5]
    near = nearness((0.0, 0.0), centres, 3)
    assert near[1] / near[0] == pytest.approx(np.exp(-2))
    assert near.sum() == pytest.approx(1)
    assert nearness((1e9, 0.0), centres, 3).sum() == pytest.approx(1)
    assert len(nearness((0.0, 0.0), np.zeros((0, 2)), 3)) == 0


def test_weights_are_the_square_of_what_is_taught() -> None:
    parties = Tally(np.array([[3, 0]]), np.array([[1, 0]]), np.array([[4, 0]]))
    groups = Tally(np.array([[1, 1], [0, 2]]), np.array([[1, 1], [2, 0]]), np.array([[2, 2], [2, 2]]))
    near, extremity = np.array([0.25, 0.75]), np.array([1.0, 4.0])
    for answered, pull in ((0, 1.0), (4, 1.0), (5, 0.25)):
        found = weights(parties, extremity, answered, groups=groups, near=near)
        for j in (0, 1):
            taught = lesson(parties)[0, j] + sum(near[g] * lesson(groups)[g, j] for g in (0, 1))
            assert found[j] == pytest.approx((taught * (1 + pull * extremity[j] / 4)) ** 2)


def test_without_extremes_parties_or_groups_all_thoughts_weigh_alike() -> None:
    nobody = np.zeros((0, 3), dtype=np.int64)
    assert weights(Tally(nobody, nobody, nobody), np.zeros(3), 0).tolist() == [1, 1, 1]
    assert len(weights(Tally(nobody[:, :0], nobody[:, :0], nobody[:, :0]), np.zeros(0), 0)) == 0


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[float], bytes]:
    authors = draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=25))
    weight = draw(st.lists(st.floats(0, 5), min_size=len(authors), max_size=len(authors)))
    return authors, weight, draw(st.binary(max_size=8))


@given(tables())
@settings(max_examples=100 * TIMES)
def test_in_every_prefix_parties_differ_by_at_most_one_while_they_last(
    table: tuple[list[str], list[float], bytes],
) -> None:
    authors, weight, secret = table
    everything = set(range(len(authors)))
    order = deal(np.array(weight), authors, candidates=everything, dealt=[], secret=secret, how_many=99)
    assert sorted(order) == sorted(everything)
    for length in range(len(order) + 1):
        had = Counter(authors[place] for place in order[:length])
        left = {authors[place] for place in order[length:]}
        lasting = [had[party] for party in left]
        assert max(lasting, default=0) - min(lasting, default=0) <= 1
        assert not lasting or max(had.values(), default=0) <= min(lasting) + 1


@given(tables(), st.integers(0, 25))
@settings(max_examples=100 * TIMES)
def test_dealing_one_by_one_is_dealing_at_once(table: tuple[list[str], list[float], bytes], many: int) -> None:
    authors, weight, secret = table
    candidates = set(range(len(authors)))
    dealt: list[int] = []
    for _ in range(many):
        dealt += deal(np.array(weight), authors, candidates=candidates, dealt=dealt, secret=secret)
    assert dealt == deal(np.array(weight), authors, candidates=candidates, dealt=[], secret=secret, how_many=many)


def test_what_was_dealt_or_is_no_candidate_is_not_dealt() -> None:
    found = deal(np.ones(5), "aabba", candidates={1, 2, 3}, dealt=[3], secret=b"", how_many=9)
    assert found[0] == 1  # party b was dealt already
    assert sorted(found) == [1, 2]


def test_a_heavier_thought_comes_up_more_often() -> None:
    weight = np.array([3.0, 1.0])
    firsts = [
        deal(weight, "aa", candidates={0, 1}, dealt=[], secret=bytes([a, b]))[0] for a in range(64) for b in range(64)
    ]
    assert np.mean(np.array(firsts) == 0) == pytest.approx(0.75, abs=0.03)


def test_thoughts_without_weight_are_dealt_too() -> None:
    secrets = (bytes([number]) for number in range(99))
    found = [deal(np.zeros(3), "abc", candidates={0, 1, 2}, dealt=[], secret=secret) for secret in secrets]
    assert {first for (first,) in found} == {0, 1, 2}


def test_new_thoughts_catch_up_and_groups_are_learned_evenly() -> None:
    """A small version of the simulation in METHODS §3: late thoughts get their part, and none is forgotten."""
    chance = np.random.default_rng(1)
    thoughts, people, each = 24, 120, 8
    camp = np.arange(people) % 3
    lean = chance.random((3, thoughts))
    late = np.arange(thoughts) % 5 < 2
    agree, seen = np.zeros((3, thoughts), dtype=np.int64), np.zeros((3, thoughts), dtype=np.int64)
    for person in range(people):
        candidates = set(np.flatnonzero(~late | (person >= people // 2)).tolist())
        weight = weights(Tally(agree, seen - agree, seen), np.zeros(thoughts), 9)
        order = deal(
            weight,
            [place % 2 for place in range(thoughts)],
            candidates=candidates,
            dealt=[],
            secret=person.to_bytes(4),
            how_many=each,
        )
        for thought in order:
            seen[camp[person], thought] += 1
            agree[camp[person], thought] += chance.random() < lean[camp[person], thought]
    total = seen.sum(axis=0)
    assert total[late].mean() >= 0.8 * total[~late].mean()
    assert total.min() >= 0.5 * total.mean()
