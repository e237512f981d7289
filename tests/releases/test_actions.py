import json
from collections import Counter
from typing import Any

import numpy as np
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communityup.log.models import Line
from communityup.methods.releases import FEWEST, Ledger, leaves_open
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Party
from communityup.workspace.dialogue.actions import answer_thought, give_party_answer, withdraw_thought
from communityup.workspace.dialogue.exports import model_of, sealed_count
from communityup.workspace.dialogue.models import Answer, Dialogue, Release, Snapshot, View
from communityup.workspace.releases import exports, jobs, queries
from tests.make_dialogue import answer, dialogue_of_two, on_own_name, people
from tests.make_figures import DIFFERENT, SAME, answer_all, camps, imported, release, round_of
from tests.nasty import FULL

pytestmark = pytest.mark.django_db
EXAMPLES = 4 * (20 if FULL else 1)


def figures(made: Release | None) -> dict[str, Any]:
    assert made is not None
    found: dict[str, Any] = json.loads(made.published)
    return found


def test_r9_nothing_of_fewer_than_five_people_is_published() -> None:
    _challenge, residents, municipality, shared = round_of(4)
    for one in [*residents, *municipality]:
        answer_all(shared, one, [SAME] * len(shared))
    known = figures(release(shared[0].dialogue))
    assert known["table"] == {}
    assert known["map"]["groups"] == []
    assert known["map"]["reason"] == "few_people"


def test_cells_of_five_are_published_in_bands_and_recorded_once() -> None:
    challenge, residents, municipality, shared = round_of(7)
    for one in [*residents, *municipality[:3]]:
        answer_all(shared, one, [SAME] * len(shared))
    made = release(shared[0].dialogue)
    party = Party.objects.get(challenge=challenge, number=1)
    known = figures(made)
    assert {frozenset(row) for row in known["table"].values()} == {frozenset({party.public_id})}
    assert all(band[1] == 100 and band[1] - band[0] >= 20 for row in known["table"].values() for band in row.values())
    (line,) = Line.objects.filter(stream=challenge.stream, type="releases.figures_released")
    counted = sealed_count(shared[0].dialogue)
    assert (line.content["answers"], line.content["root"]) == (counted.answers, counted.root)
    assert made is not None
    assert (made.answers, made.root) == (counted.answers, counted.root)


def test_release_waits_for_five_new_people() -> None:
    _challenge, residents, municipality, shared = round_of(6)
    dialogue = shared[0].dialogue
    for one in residents[:4]:
        answer_all(shared, one, [SAME] * len(shared))
    assert queries.rounds_with_news() == []
    answer_all(shared, residents[4], [SAME] * len(shared))
    assert queries.rounds_with_news() == [dialogue]
    assert jobs.release_what_is_due() == 1
    assert jobs.release_what_is_due() == 0
    for one in municipality[:4]:
        answer_all(shared, one, [SAME] * len(shared))
    assert queries.rounds_with_news() == []
    give_party_answer(shared[0], value=View.SAME, by=Actor.of(municipality[0]))
    assert queries.rounds_with_news() == [dialogue]


def test_one_changed_answer_changes_no_published_cell() -> None:
    _challenge, residents, municipality, shared = round_of(6)
    for one in [*residents, *municipality]:
        answer_all(shared, one, [SAME] * len(shared))
    before = figures(release(shared[0].dialogue))
    for one in residents[2:6]:
        answer_all(shared, one, [DIFFERENT] * len(shared))
    assert release(shared[0].dialogue) is None, "four changed people renew no cell"
    assert Release.objects.count() == 1
    assert before["table"]


def test_job_is_safe_when_another_worker_was_first(monkeypatch: pytest.MonkeyPatch) -> None:
    _challenge, residents, _municipality, shared = round_of(6)
    for one in residents:
        answer_all(shared, one, [SAME] * len(shared))
    dialogue = shared[0].dialogue
    real, again = exports.make, list[bool]()

    def meanwhile(question: exports.Question, before: exports.History | None) -> exports.Made | None:
        if not again:
            again.append(True)
            release(dialogue)
        return real(question, before)

    monkeypatch.setattr(exports, "make", meanwhile)
    assert release(dialogue) is None
    assert [one.number for one in Release.objects.all()] == [1]


def test_rebuild_from_the_answers_equals_snapshot_and_tail() -> None:
    _challenge, residents, municipality, shared = round_of(6)
    dialogue = shared[0].dialogue
    chance = np.random.default_rng(3)
    everyone = [*residents, *municipality]
    for step in range(3):
        for one in everyone:
            answer_all(shared, one, chance.choice([-1, 0, 1, 2], len(shared)).tolist())
        answer_thought(shared[0], value=None, by=Actor.of(everyone[2 + step]))
        release(dialogue)
        answer_all(shared, everyone[0], [SAME] * len(shared))
        answer_thought(shared[1], value=None, by=Actor.of(everyone[4 + step]))
        quick, whole = queries.packed_answers(dialogue), queries.packed_answers(dialogue, rebuild=True)
        assert quick["last_number"] == whole["last_number"]
        assert len(quick["numbers"]) == Answer.objects.filter(value__isnull=False).count()
        for name in ("people", "statements", "values", "numbers"):
            assert quick[name].dtype == whole[name].dtype or not len(whole[name])
            assert quick[name].tolist() == sorted_like(whole, name)
        made = [
            exports.make(queries.question_of(dialogue, one), None) for one in (quick, {**whole, **canonical(whole)})
        ]
        assert made[0] is not None
        assert made[1] is not None
        assert made[0].text == made[1].text
    assert Snapshot.objects.get().last_number > 0


def canonical(rows: dict[str, Any]) -> dict[str, Any]:
    order = np.lexsort((rows["statements"], rows["people"]))
    return {name: rows[name][order] for name in ("people", "statements", "values", "numbers")}


def sorted_like(rows: dict[str, Any], name: str) -> list[int]:
    found: list[int] = canonical(rows)[name].tolist()
    return found


def test_thought_taken_back_leaves_the_next_release() -> None:
    _challenge, residents, municipality, shared = round_of(11)
    for one in [*residents[:6], *municipality[:6]]:
        answer_all(shared, one, [SAME] * len(shared))
    assert shared[0].public_id in figures(release(shared[0].dialogue))["table"]
    withdraw_thought(shared[0], by=Actor.of(residents[0]))
    for one in [*residents[6:], *municipality[6:]]:
        answer_all(shared[1:], one, [SAME] * (len(shared) - 1))
    known = figures(release(shared[0].dialogue))
    assert shared[0].public_id not in known["table"]
    assert shared[0].public_id not in known["bridges"]


def test_bridge_is_what_every_party_carries() -> None:
    _challenge, residents, municipality, shared = round_of(6)
    for one in residents:
        answer_all(shared, one, [SAME, SAME, SAME])
    for one in municipality:
        answer_all(shared, one, [SAME, DIFFERENT, SAME])
    known = figures(release(shared[0].dialogue))
    assert set(known["bridges"]) == {shared[0].public_id, shared[2].public_id}


def test_small_party_carries_by_its_answer_together() -> None:
    _challenge, residents, municipality, shared = round_of(6)
    for one in residents:
        answer_all(shared, one, [SAME, SAME, SAME])
    give_party_answer(shared[0], value=View.SAME, by=Actor.of(municipality[0]))
    give_party_answer(shared[1], value=View.DIFFERENT, by=Actor.of(municipality[0]))
    assert figures(release(shared[0].dialogue))["bridges"] == [shared[0].public_id]


def test_e18_more_accounts_in_one_party_make_no_bridge() -> None:
    _challenge, residents, municipality, shared = round_of(8)
    extra = 500 if FULL else 30
    for one in residents:
        answer_all(shared, one, [SAME, SAME, DIFFERENT])
    for one in municipality:
        answer_all(shared, one, [SAME, DIFFERENT, SAME])
    before = figures(release(shared[0].dialogue))
    assert before["bridges"] == [shared[0].public_id]
    party = Party.objects.get(challenge=shared[0].dialogue.challenge, number=1)
    for one in people(party, residents[0], extra, stem="Erbij"):
        answer_all(shared, one, [SAME, SAME, SAME])
    after = figures(release(shared[0].dialogue))
    assert shared[1].public_id not in after["bridges"]
    other = Party.objects.get(challenge=shared[0].dialogue.challenge, number=2).public_id
    for thought in after["table"]:
        assert after["table"][thought].get(other) == before["table"][thought].get(other), (
            "the others' figures stand still"
        )


def test_x7_people_without_a_party_neither_make_nor_break_a_bridge() -> None:
    challenge, residents, municipality, shared = round_of(6)
    for one in [*residents, *municipality]:
        answer_all(shared, one, [SAME, SAME, DIFFERENT])
    before = figures(release(shared[0].dialogue))
    for one in on_own_name(challenge, 20):
        answer_all(shared, one, [DIFFERENT, DIFFERENT, SAME])
    after = figures(release(shared[0].dialogue))
    assert after["bridges"] == before["bridges"] == sorted(before["bridges"], key=before["bridges"].index)
    assert after["table"][shared[0].public_id]["own"] == [0, 20]


def test_unclear_counts_as_not_seen() -> None:
    _challenge, residents, _municipality, shared = round_of(6)
    for one in residents:
        answer_all(shared, one, [int(View.UNCLEAR)] * len(shared))
    assert figures(release(shared[0].dialogue))["table"] == {}


def test_one_release_after_another_keeps_cells_that_may_not_be_renewed() -> None:
    challenge, residents, municipality, shared = round_of(16)
    for one in [*residents[:6], *municipality[:6]]:
        answer_all(shared, one, [SAME] * len(shared))
    first = figures(release(shared[0].dialogue))
    for one in residents[6:16]:
        answer_all(shared, one, [DIFFERENT] * len(shared))
    second = figures(release(shared[0].dialogue))
    mine, theirs = (Party.objects.get(challenge=challenge, number=number).public_id for number in (1, 2))
    for thought in first["table"]:
        assert first["table"][thought].get(theirs) == second["table"][thought].get(theirs)
    assert any(first["table"][thought].get(mine) != second["table"][thought].get(mine) for thought in first["table"])


def test_own_dot_follows_ones_own_answers_at_once() -> None:
    done = imported(camps(60, 12))
    made = release(done.dialogue)
    assert made is not None
    model = model_of(made)
    statements = model.statements.tolist()
    one = model.place({statement: 1 if column % 2 else -1 for column, statement in enumerate(statements)})
    other = model.place({statement: -1 if column % 2 else 1 for column, statement in enumerate(statements)})
    assert one is not None
    assert other is not None
    assert one[0] * other[0] < 0, "the two camps stand on two sides"
    assert model.place({}) is None
    assert model.place({statements[0]: int(View.UNCLEAR)}) is None


def test_of_chance_and_stability_only_the_outcome_is_published() -> None:
    picture = figures(release(imported(camps(60, 12)).dialogue))["map"]
    assert (picture["shown"], picture["reason"], picture["uncertain"]) == (True, "groups", False)
    assert set(picture) == {"shown", "reason", "uncertain", "people", "groups", "parties"}


def test_everything_of_one_conversation_without_parties_is_never_one_column() -> None:
    done = imported(camps(60, 12))
    known = figures(release(done.dialogue))
    assert known["map"]["shown"]
    assert {name for row in known["table"].values() for name in row} == {"group 1", "group 2"}
    assert known["between"] == "groups"
    assert known["bridges"]
    assert known["differences"]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(st.sampled_from([SAME, DIFFERENT, None]), min_size=11, max_size=11), min_size=2, max_size=4))
def test_r9_no_answer_of_a_small_set_follows_from_the_sequence_of_releases(steps: list[list[int | None]]) -> None:
    """Whatever 11 people answer over time: the published bands, solved together, leave every sum of answers open."""
    with transaction.atomic():
        _challenge, residents, _municipality, shared = round_of(12, thoughts=1)
        for step in steps:
            for person, value in zip(residents[1:], step, strict=True):
                if value is not None:
                    answer(shared[0], person, View(value))
            release(shared[0].dialogue)
        for ledger in ledgers_of(shared[0].dialogue):
            assert all(one.size >= FEWEST and one.high > one.low for one in ledger.publications)
            classes = Counter(ledger.gone) + Counter(ledger.counted.values())
            bounds = [(one.low, one.high) for one in ledger.publications]
            assert leaves_open(bounds, classes) is True
        transaction.set_rollback(True)


def ledgers_of(dialogue: Dialogue) -> list[Ledger]:
    kept = Snapshot.objects.filter(dialogue=dialogue).values_list("ledgers", flat=True).first()
    return list(exports.unpacked_ledgers(bytes(kept or b"")).values())


def test_published_bands_are_those_of_the_ledgers_and_nothing_else() -> None:
    _challenge, residents, municipality, shared = round_of(7)
    chance = np.random.default_rng(5)
    for _step in range(3):
        for one in [*residents, *municipality]:
            answer_all(shared, one, chance.choice([-1, 1], len(shared)).tolist())
        release(shared[0].dialogue)
    known = json.loads(Release.objects.latest("number").published)
    kept = exports.unpacked_ledgers(bytes(Snapshot.objects.get().ledgers))
    told = {
        thought: {name: list(figure.band) for name, figure in ledger.figures.items()}
        for thought, ledger in kept.items()
        if thought != exports.MAP
    }
    assert known["table"] == told
    assert "yes" not in Release.objects.latest("number").published


def test_answers_are_counted_after_a_restart_from_nothing() -> None:
    _challenge, residents, municipality, shared = round_of(6)
    for one in [*residents, *municipality]:
        answer_all(shared, one, [SAME] * len(shared))
    release(shared[0].dialogue)
    assert Answer.objects.count() == len(queries.packed_answers(shared[0].dialogue)["numbers"])
    Snapshot.objects.all().delete()
    assert Answer.objects.count() == len(queries.packed_answers(shared[0].dialogue)["numbers"])
    assert Dialogue.objects.get().last_number == Answer.objects.latest("number").number


def test_round_without_any_answer_has_no_figures() -> None:
    *_rest, statements = dialogue_of_two()
    assert release(statements[0].dialogue) is None
