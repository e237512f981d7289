import numpy as np
import pytest

from communityup.methods.representative import (
    Typical,
    against_half,
    against_rest,
    consensus,
    group_aware_consensus,
    representative,
    share,
)
from communityup.methods.votes import Tally


def numbers(*values: float) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.array(values, dtype=np.int64)


def test_the_formulas_give_what_was_worked_out_by_hand() -> None:
    # 8 of 10 against 3 of 12: s = 9, q = 11, s' = 4, q' = 13, pooled 13/24.
    assert share(numbers(8), numbers(10))[0] == pytest.approx(9 / 12)
    assert against_half(numbers(8), numbers(10))[0] == pytest.approx(2 * 11**0.5 * (9 / 11 - 0.5))
    assert against_half(numbers(8), numbers(10))[0] == pytest.approx(2.110579, abs=1e-6)
    wanted = (9 / 11 - 4 / 13) / (13 / 24 * 11 / 24 * (1 / 11 + 1 / 13)) ** 0.5
    assert against_rest(numbers(8), numbers(10), numbers(3), numbers(12))[0] == pytest.approx(wanted)
    assert wanted == pytest.approx(2.50088, abs=1e-5)


def test_where_all_agree_nothing_is_typical() -> None:
    assert against_rest(numbers(10), numbers(10), numbers(5), numbers(5))[0] == 0.0


def counts(agree: list[list[int]], disagree: list[list[int]], seen: list[list[int]]) -> Tally:
    return Tally(np.array(agree), np.array(disagree), np.array(seen))


def test_typical_thoughts_come_agreements_first_and_at_most_five() -> None:
    tally = counts(
        [[20, 19, 18, 17, 16, 15, 0, 20], [0] * 8], [[0, 0, 0, 0, 0, 0, 20, 0], [20] * 8], [[20] * 8, [20] * 8]
    )
    tally = Tally(tally.agree, np.array([[0, 0, 0, 0, 0, 0, 20, 0], [0, 0, 0, 0, 0, 0, 0, 0]]), tally.seen)
    allowed = np.array([True] * 7 + [False])
    found = representative(tally, 0, allowed)
    assert len(found) == 5
    assert [one.direction for one in found] == sorted(one.direction for one in found)
    assert {one.statement for one in found} == {0, 1, 2, 3, 6}
    assert found[0].statement == 0
    assert found[-1].direction == "disagree"
    assert found[0].share == pytest.approx(21 / 22)


def test_the_order_is_repness_times_tests_times_share() -> None:
    agree = np.array([[9, 12, 15], [1, 5, 9]])
    seen = np.array([[10, 15, 20], [10, 15, 20]])
    tally = Tally(agree, np.zeros_like(agree), seen)
    found = representative(tally, 0, np.ones(3, dtype=bool))
    weight = {}
    for j in range(3):
        (a, b), (s, t) = agree[:, j].tolist(), seen[:, j].tolist()
        pooled = (a + 1 + b + 1) / (s + t + 2)
        rat = ((a + 1) / (s + 1) - (b + 1) / (t + 1)) / (pooled * (1 - pooled) * (1 / (s + 1) + 1 / (t + 1))) ** 0.5
        pat = 2 * (s + 1) ** 0.5 * ((a + 1) / (s + 1) - 0.5)
        pa, rest = (a + 1) / (s + 2), (b + 1) / (t + 2)
        if rat > 1.2816 and pat > 1.2816:
            weight[j] = pa / rest * rat * pa * pat
    assert [one.statement for one in found] == sorted(weight, key=lambda j: -weight[j])
    assert len(found) == 3


def test_a_group_like_the_rest_has_nothing_typical() -> None:
    tally = counts([[10, 5], [10, 5]], [[0, 5], [0, 5]], [[10, 10], [10, 10]])
    assert representative(tally, 0, np.ones(2, dtype=bool)) == []


def test_consensus_ranks_both_directions_and_leaves_moderated_thoughts_out() -> None:
    tally = counts([[18, 20, 1, 19, 20]], [[1, 0, 18, 0, 0]], [[20, 20, 20, 20, 20]])
    found = consensus(tally, np.array([True, True, True, True, False]))
    assert [(one.statement, one.direction) for one in found] == [
        (1, "agree"),
        (3, "agree"),
        (0, "agree"),
        (2, "disagree"),
    ]
    assert found[0] == Typical(1, "agree", 21 / 22, found[0].z)
    assert found[0].z == pytest.approx(2 * 21**0.5 * 0.5)


def test_group_aware_consensus_is_the_product_over_groups() -> None:
    tally = counts([[3, 0], [4, 0]], [[0, 0], [0, 0]], [[4, 0], [4, 2]])
    assert group_aware_consensus(tally).tolist() == pytest.approx([4 / 6 * 5 / 6, 1 / 2 * 1 / 4])
