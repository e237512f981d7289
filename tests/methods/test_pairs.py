"""Coffee pairs: never of one party, as many as can be, fair to who was left over, and few repeats."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communityup.methods.pairs import Drawn, draw, first_in, most_pairs

SMALL = st.dictionaries(st.text("abcdefghij", min_size=1, max_size=2), st.integers(0, 3), max_size=9)
Pairs = tuple[tuple[str, str], ...]


def every_pairing(people: dict[str, int]) -> list[Pairs]:
    """Return every way to make pairs over party lines, by trying all."""
    if not people:
        return [()]
    first, *others = sorted(people)
    found = every_pairing({one: people[one] for one in others})
    for other in others:
        if people[first] != people[other]:
            rest = {one: people[one] for one in others if one != other}
            found += [((first, other), *more) for more in every_pairing(rest)]
    return found


def covered(pairs: Pairs) -> set[str]:
    return {one for pair in pairs for one in pair}


@settings(deadline=None)
@given(SMALL, st.binary(max_size=4))
def test_b23_pairs_are_never_of_one_party_nobody_stands_twice_and_they_are_as_many_as_can_be(
    people: dict[str, int], seed: bytes
) -> None:
    drawn = draw(people, seed=seed)
    assert all(people[one] != people[other] for one, other in drawn.pairs)
    assert len(covered(drawn.pairs)) == 2 * len(drawn.pairs)
    assert covered(drawn.pairs) | set(drawn.left) == set(people)
    assert covered(drawn.pairs).isdisjoint(drawn.left)
    assert len(drawn.pairs) == most_pairs(list(people.values())) == max(map(len, every_pairing(people)))


@settings(deadline=None, max_examples=60)
@given(SMALL, st.data())
def test_among_the_largest_pairings_who_waited_longest_goes_first_and_then_the_fewest_repeats(
    people: dict[str, int], data: st.DataObject
) -> None:
    waited = {one: data.draw(st.integers(0, 3), label=one) for one in sorted(people)}
    met = {pair: data.draw(st.integers(0, 2), label=str(pair)) for pair in combinations(sorted(people), 2)}
    drawn = draw(people, seed=b"seed", waited=waited, met=met)

    def rank(pairs: Pairs) -> tuple[list[int], int]:
        return sorted(-waited[one] for one in covered(pairs)), sum(met[pair] for pair in pairs)

    largest = [pairs for pairs in every_pairing(people) if len(pairs) == len(drawn.pairs)]
    assert rank(drawn.pairs) == min(rank(pairs) for pairs in largest)


@settings(deadline=None, max_examples=60)
@given(SMALL, st.randoms(use_true_random=False))
def test_the_order_in_which_people_and_earlier_pairs_are_given_changes_nothing(
    people: dict[str, int], chance: object
) -> None:
    met = dict.fromkeys(list(combinations(sorted(people), 2))[::2], 1)
    shuffled = list(people.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a Random
    turned = {(other, one): times for (one, other), times in reversed(met.items())}
    assert draw(people, seed=b"x", met=met) == draw(dict(shuffled), seed=b"x", met=turned)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 5), st.integers(1, 5))
def test_who_was_left_over_is_in_the_next_draw_as_long_as_there_is_somebody_for_them(few: int, many: int) -> None:
    people = {f"a{place}": "A" for place in range(few)} | {f"b{place}": "B" for place in range(many)}
    waited: dict[str, int] = {}
    for turn in range(6):
        drawn = draw(people, seed=bytes([turn]), waited=waited)
        new = {one: waited.get(one, 0) + 1 for one in drawn.left}
        assert len(drawn.pairs) == min(few, many)
        longest = max(waited.values(), default=0)
        first = {one for one, times in waited.items() if times == longest}
        if len(first) <= min(few, many):
            assert first.isdisjoint(drawn.left), "nobody waits twice while there is somebody for them"
        waited = new


def test_nobody_meets_again_until_everybody_met() -> None:
    people = {"a1": "A", "a2": "A", "a3": "A", "b1": "B", "b2": "B", "b3": "B"}
    met: dict[tuple[str, str], int] = {}
    for turn in range(3):
        for pair in draw(people, seed=bytes([turn]), met=met).pairs:
            assert pair not in met
            met[pair] = 1
    assert len(met) == 9
    assert all(pair in met for pair in draw(people, seed=b"again", met=met).pairs)


def test_another_seed_draws_others_and_the_same_seed_the_same() -> None:
    people = {str(place): place % 3 for place in range(12)}
    found = [draw(people, seed=bytes([seed])) for seed in range(8)]
    assert found == [draw(people, seed=bytes([seed])) for seed in range(8)]
    assert len({one.pairs for one in found}) >= 7


def test_everybody_of_a_large_party_has_the_same_chance_to_be_left_over() -> None:
    people = {"a": "A"} | {f"b{place}": "B" for place in range(4)}
    paired = [draw(people, seed=seed.to_bytes(2)).pairs[0][1] for seed in range(400)]
    assert all(70 <= paired.count(f"b{place}") <= 130 for place in range(4))


@pytest.mark.parametrize("people", [{}, {"a": "A"}, {"a": "A", "b": "A"}])
def test_without_two_parties_everybody_is_left(people: dict[str, str]) -> None:
    assert draw(people, seed=b"") == Drawn((), tuple(sorted(people)))


def test_only_so_many_are_drawn_at_once_and_who_waited_longest_is_in() -> None:
    people = [f"{place:02}" for place in range(20)]
    chosen = first_in(reversed(people), waited={"07": 1, "03": 2}, seed=b"s", most=5)
    assert chosen == first_in(people, waited={"07": 1, "03": 2}, seed=b"s", most=5)
    assert {"03", "07"} <= set(chosen)
    assert len(chosen) == 5
    assert first_in(people, waited={}, seed=b"t", most=5) != first_in(people, waited={}, seed=b"u", most=5)
    assert all(one < other for one, other in pairwise(chosen))
