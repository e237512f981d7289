import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, false_discovery_control

from communityup.methods import bridges
from communityup.methods.arrays import Ints
from communityup.methods.bridges import Bridges, Sides, false_discovery, find, party_bounds
from communityup.methods.votes import Tally
from tests.methods.tables_of_answers import TIMES


def counts(agree: list[list[int]], seen: list[list[int]]) -> Tally:
    return Tally(np.array(agree), np.array(seen) - np.array(agree), np.array(seen))


def one_thought(*parties: tuple[int, int], before: bool = False) -> Bridges:
    tally = counts([[agree] for agree, _ in parties], [[seen] for _, seen in parties])
    return find(Sides(tally), before={0} if before else ())


def test_the_example_of_the_module_is_true() -> None:
    assert doctest.testmod(bridges).failed == 0


def test_the_bound_is_the_ten_percent_quantile_of_beta() -> None:
    agree, seen = np.arange(30), np.full(30, 29)
    assert bridges.lower_bound(agree, seen) == pytest.approx(beta.ppf(0.1, agree + 1, seen - agree + 1))


@pytest.mark.parametrize(
    ("first", "second", "bridge"),
    [((5, 5), (4, 5), True), ((5, 5), (3, 5), False), ((5, 5), (4, 4), False), ((900, 1000), (4, 5), True)],
)
def test_a_bridge_is_carried_by_every_party(first: tuple[int, int], second: tuple[int, int], bridge: bool) -> None:
    assert one_thought(first, second).bridge.tolist() == [bridge]


def test_a_bridge_stays_until_a_bound_falls_below_forty_hundredths() -> None:
    # 24 of 47: between 0.40 and 0.45; 22 of 47: below 0.40.
    between, below = (24, 47), (22, 47)
    assert 0.40 <= bridges.lower_bound(np.array(24), np.array(47)) < 0.45
    assert not one_thought((9, 10), between).bridge[0]
    assert one_thought((9, 10), between, before=True).bridge[0]
    assert not one_thought((9, 10), below, before=True).bridge[0]
    assert not one_thought((9, 10), (3, 3), before=True).bridge[0]


def test_one_party_or_none_has_no_bridges() -> None:
    assert not one_thought((9, 9)).bridge.any()
    nobody = find(Sides(counts_of_nobody(3)))
    assert not nobody.bridge.any()
    assert nobody.holds_back.tolist() == [-1] * 3
    assert np.isnan(nobody.common_ground).all()
    assert np.isnan(nobody.divisiveness).all()


def counts_of_nobody(thoughts: int) -> Tally:
    empty = np.zeros((0, thoughts), dtype=np.int64)
    return Tally(empty, empty, empty)


def test_a_small_party_speaks_with_one_answer() -> None:
    tally = counts([[9] * 4, [2, 2, 2, 5]], [[10] * 4, [3, 3, 3, 5]])
    said = np.array([[-1, -1, -1, -1], [1, -1, 0, -1]])
    bound = party_bounds(Sides(tally, said))
    assert bound[1, :2].tolist() == [1.0, 0.0]
    assert np.isnan(bound[1, 2])
    assert bound[1, 3] == pytest.approx(0.68, abs=0.01)  # five answers speak for themselves
    found = find(Sides(tally, said))
    assert found.bridge.tolist() == [True, False, False, True]
    assert found.holds_back.tolist() == [0, 1, -1, 1]
    assert np.isnan(found.common_ground[2])


def test_bridges_are_ordered_by_the_geometric_mean_of_the_parties() -> None:
    tally = counts([[10, 6, 10], [10, 60, 60]], [[10, 6, 10], [10, 60, 60]])
    found = find(Sides(tally))
    means = np.sqrt(found.lower[0] * found.lower[1])
    assert found.bridge.all()
    assert found.order.tolist() == np.argsort(-means).tolist() == [2, 1, 0]


def test_groups_count_only_where_people_of_two_parties_are_in() -> None:
    parties = counts([[10], [10]], [[10], [10]])
    groups = counts([[0], [14]], [[6], [14]])
    both = find(Sides(parties, groups=groups, members=np.array([[3, 3], [7, 7]])))
    assert (both.bridge[0], both.holds_back[0], both.counted_groups.tolist()) == (False, 2, [0, 1])
    alone = find(Sides(parties, groups=groups, members=np.array([[6, 0], [4, 10]])))
    assert (alone.bridge[0], alone.counted_groups.tolist()) == (True, [1])
    unknown = find(Sides(parties, groups=counts([[4], [14]], [[4], [14]]), members=np.array([[3, 3], [7, 7]])))
    assert not unknown.bridge[0]


def test_without_parties_groups_have_a_common_ground_of_their_own() -> None:
    found = find(Sides(counts_of_nobody(1), groups=counts([[9], [8]], [[9], [9]])))
    assert found.common_ground[0] == pytest.approx(found.lower_groups.min())
    assert not found.bridge[0]
    assert found.hidden.tolist() == [-1]


def test_divisiveness_is_the_largest_difference_between_parties_that_may_be_told() -> None:
    tally = counts([[9, 9], [1, 0], [0, 0]], [[10, 10], [10, 4], [4, 4]])
    found = find(Sides(tally))
    assert found.divisiveness[0] == pytest.approx(10 / 12 - 2 / 12)
    assert np.isnan(found.divisiveness[1])
    pooled = 12 / 22
    z = (10 / 11 - 2 / 11) / (pooled * (1 - pooled) * 2 / 11) ** 0.5
    assert z == pytest.approx(3.4254, abs=1e-4)
    assert found.p_value[0] == pytest.approx(0.000615, abs=1e-5)
    assert found.differ.tolist() == [True, False]


@given(st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), max_size=30))
@settings(max_examples=100 * TIMES)
def test_false_discoveries_are_held_back_as_others_do(values: list[float]) -> None:
    p_value = np.array(values, dtype=float)
    stands = false_discovery(p_value)
    known = np.isfinite(p_value)
    assert not stands[~known].any()
    if known.any():
        adjusted = false_discovery_control(p_value[known])
        clear = np.abs(adjusted - 0.05) > 1e-9
        assert (stands[known][clear] == (adjusted <= 0.05)[clear]).all()


def test_a_hidden_bridge_is_a_group_with_a_quarter_of_each_party() -> None:
    parties = counts([[30, 36], [4, 36]], [[40, 40], [40, 40]])
    groups = counts([[20, 20], [4, 52]], [[22, 22], [58, 58]])
    members = np.array([[12, 10], [28, 30]])
    found = find(Sides(parties, groups=groups, members=members))
    assert found.differ.tolist() == [True, False]
    assert found.hidden.tolist() == [0, -1]
    narrow = find(Sides(parties, groups=groups, members=np.array([[13, 9], [27, 31]])))
    assert narrow.hidden.tolist() == [-1, -1]
    small = counts([[6], [0]], [[8], [8]])
    few = find(Sides(small, groups=counts([[6], [0]], [[8], [8]]), members=np.array([[4, 4], [4, 4]])))
    assert few.differ.tolist() == [True]
    assert few.hidden.tolist() == [-1]


@st.composite
def party_counts(draw: st.DrawFn) -> tuple[Ints, Ints]:
    shape = draw(st.integers(2, 5)), draw(st.integers(1, 6))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    seen = chance.integers(0, draw(st.sampled_from((6, 30, 300))), shape)
    return np.floor(chance.random(shape) * (seen + 1)).astype(np.int64), seen


@given(party_counts(), st.integers(0, 4), st.integers(0, 500), st.sets(st.integers(0, 5)))
@settings(max_examples=100 * TIMES, deadline=None)
def test_e18_500_accounts_of_one_party_make_no_bridge_and_change_no_other_figure(
    table: tuple[Ints, Ints], place: int, agreeing: int, before: set[int]
) -> None:
    agree, seen = table
    flooded = place % len(agree)
    more_agree, more_seen = agree.copy(), seen.copy()
    more_agree[flooded] += agreeing
    more_seen[flooded] += 500
    was = {thought for thought in before if thought < agree.shape[1]}
    one = find(Sides(Tally(agree, seen - agree, seen)), was)
    two = find(Sides(Tally(more_agree, more_seen - more_agree, more_seen)), was)
    others = np.arange(len(agree)) != flooded
    assert one.lower[others].tobytes() == two.lower[others].tobytes()
    for thought in np.flatnonzero(two.bridge & ~one.bridge):
        # Only what every other party carried already can become a bridge.
        floor = bridges.LEAVES if thought in was else bridges.ENTERS
        assert (one.lower[others, thought] >= floor).all()


@given(party_counts())
@settings(max_examples=100 * TIMES, deadline=None)
def test_e18_a_party_ten_times_as_large_weighs_the_same(table: tuple[Ints, Ints]) -> None:
    agree, seen = table
    found = find(Sides(Tally(agree, seen - agree, seen)))
    known = np.isfinite(found.common_ground)
    least = np.where(known, found.lower.min(axis=0), 0)
    assert (found.bridge == (known & (least >= bridges.ENTERS))).all()
