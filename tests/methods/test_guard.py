from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score  # type: ignore[import-untyped]

from communityup.methods import guard, opinion
from communityup.methods.guard import adjusted_rand, judge
from communityup.methods.opinion import make_map
from communityup.methods.votes import Votes
from tests.methods.tables_of_answers import MISSING, TIMES, random_table, votes_of


def two_camps(people: int = 60) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    chance = np.random.default_rng(3)
    camp = np.arange(people) % 2
    table = np.where(chance.random((people, 16)) < np.where(camp[:, None] == np.arange(16) % 2, 0.9, 0.1), 1, -1)
    table[chance.random(table.shape) > 0.8] = MISSING
    return table


@pytest.mark.slow
def test_real_groups_are_shown_and_steady() -> None:
    votes = votes_of(two_camps())
    verdict = judge(votes, make_map(votes))
    assert (verdict.shown, verdict.reason, verdict.p_value) == (True, "groups", 0.005)
    assert verdict.stability is not None
    assert verdict.stability > 0.9
    assert not verdict.uncertain


@pytest.mark.slow
def test_under_25_people_nothing_is_tested() -> None:
    votes = votes_of(two_camps(24))
    verdict = judge(votes, make_map(votes))
    assert verdict == guard.Verdict(shown=False, reason="few_people")
    votes = votes_of(two_camps(25))
    assert judge(votes, make_map(votes)).reason == "groups"


def test_people_in_one_place_are_no_groups() -> None:
    votes = votes_of(np.ones((30, 9), dtype=np.int64))
    assert judge(votes, make_map(votes)).reason == "one_place"


@pytest.mark.slow
def test_invented_groups_are_hardly_ever_shown() -> None:
    runs = 4 * TIMES
    shown = 0
    for seed in range(runs):
        votes = votes_of(random_table(seed, 60, 14, 0.7, groups=1))
        map_ = make_map(votes)
        assert map_.k >= 2  # forced grouping always finds some
        verdict = judge(votes, map_)
        shown += verdict.shown
        assert verdict.shown == (verdict.reason == "groups")
        assert verdict.p_value is not None
        assert verdict.shown == (verdict.p_value < 0.01)
    # At 0.005 per run 2 of 4 come up once in seven thousand times, 8 of 200 once in a hundred thousand.
    assert shown <= max(1, runs // 28)


def test_the_verdict_is_the_same_for_every_order_of_rows() -> None:
    table = random_table(11, 50, 12, 0.7, groups=2)
    verdicts = set()
    for seed in range(3):
        votes = votes_of(table[np.random.default_rng(seed).permutation(50)])
        verdicts.add(judge(votes, make_map(votes), shuffles=19))
    assert len(verdicts) == 1


def test_a_shuffle_keeps_every_column_and_who_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    table = two_camps(40)
    votes = votes_of(table)
    map_ = make_map(votes)
    seen: list[Votes] = []
    kept = opinion.make_map

    def watched(votes: Votes, *arguments: Any, **named: Any) -> opinion.OpinionMap:
        seen.append(votes)
        return kept(votes, *arguments, **named)

    monkeypatch.setattr(opinion, "make_map", watched)
    judge(votes, map_, shuffles=4)
    shuffled = [one for one in seen if one.n_rows == 40]
    assert len(shuffled) == 4
    changed = 0
    for one in shuffled:
        for answer in (-1, 0, 1):
            counts = (np.bincount(each.columns[each.values == answer], minlength=16).tolist() for each in (one, votes))
            assert next(counts) == next(counts)
        assert sorted(one.seen_by_row) == sorted(votes.seen_by_row)
        changed += bool((one.values != shuffled[0].values).any())
    assert changed == 3


def test_shown_but_changeable_groups_get_the_badge() -> None:
    assert guard.Verdict(shown=True, reason="groups", p_value=0.005, stability=0.79).uncertain
    assert not guard.Verdict(shown=True, reason="groups", p_value=0.005, stability=0.8).uncertain
    assert not guard.Verdict(shown=False, reason="few_people").uncertain


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=40))
@settings(max_examples=100 * TIMES)
def test_the_rand_index_is_that_of_others(pairs: list[tuple[int, int]]) -> None:
    one, other = np.array(pairs).T
    assert adjusted_rand(one, other) == pytest.approx(adjusted_rand_score(one, other), abs=1e-9)


def test_the_rand_index_of_nobody_is_one() -> None:
    nobody = np.zeros(0, dtype=np.int64)
    assert adjusted_rand(nobody, nobody) == 1.0


@pytest.mark.slow
def test_of_very_many_people_a_sample_is_tested_whatever_the_order_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_TESTED", 40)
    table = two_camps(120)
    verdicts, sizes = set(), []
    kept = opinion.make_map

    def watched(votes: Votes, *arguments: Any, **named: Any) -> opinion.OpinionMap:
        sizes.append(votes.n_rows)
        return kept(votes, *arguments, **named)

    for seed in range(3):
        votes = votes_of(table[np.random.default_rng(seed).permutation(120)])
        map_ = make_map(votes)
        monkeypatch.setattr(opinion, "make_map", watched)
        verdicts.add(judge(votes, map_))
        monkeypatch.setattr(opinion, "make_map", kept)
    assert len(verdicts) == 1
    assert verdicts.pop().reason == "groups"
    # The sample itself and its shuffles; the badge leaves out one in twenty of all people, five times.
    assert sizes == ([40] * 200 + [114] * 5) * 3


@pytest.mark.slow
def test_a_sample_invents_no_groups_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_TESTED", 30)
    runs = 2 * TIMES
    shown = 0
    for seed in range(runs):
        votes = votes_of(random_table(seed, 90, 14, 0.7, groups=1))
        shown += judge(votes, make_map(votes)).shown
    assert shown <= max(1, runs // 25)
