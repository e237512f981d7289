"""What is fixed names its rule, only its own party changes it, and others ask about it in public."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from communityup.base.errors import NotAllowed, Refused
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Kind, Phase
from communityup.workspace.challenges.queries import marks
from communityup.workspace.frames import actions, queries
from communityup.workspace.frames.actions import Fixing
from communityup.workspace.frames.models import Frame, Question, Touch
from communityup.workspace.goals.actions import propose_goal
from communityup.workspace.tasks.queries import my_tasks
from tests import make
from tests.make_frames import LATE, ROOF, RULE, begun, by_amina, by_bram, fixed_late, lines, shared_goal

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", Kind.values)
def test_a17_e4_in_the_lead_in_a_party_of_every_kind_says_what_is_fixed_negotiable_and_open(kind: str) -> None:
    challenge = make.challenge_of_one(kind=kind)
    fixed = actions.add_frame(challenge, kind="fixed", words=ROOF, fixing=Fixing(**RULE), by=by_amina())
    actions.add_frame(challenge, kind="negotiable", words="De huurprijs", by=by_amina())
    actions.add_frame(challenge, kind="open", words="Wat er gebeurt", by=by_amina())
    again = actions.add_frame(challenge, kind="fixed", words=ROOF, fixing=Fixing(**RULE), by=by_amina())
    assert (fixed.late, again.pk) == (False, fixed.pk)
    groups = queries.page(challenge, None)["groups"]
    assert [len(rows) for _label, rows in groups] == [1, 1, 1]
    assert queries.state(challenge) == "1 vast, 1 bespreekbaar, 1 open"
    assert lines(challenge) == ["frame_added"] * 3


def test_a17_what_is_fixed_needs_its_rule() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    for wrong in ({}, {"origin": "law"}, {"basis": "artikel 4"}, {"origin": "fate", "basis": "x"}):
        with pytest.raises(Refused, match="regel"):
            actions.add_frame(challenge, kind="fixed", words=ROOF, fixing=Fixing(**wrong), by=by_bram())
    assert not Frame.objects.exists()
    assert lines(challenge) == []


def test_only_its_own_party_changes_a_frame() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    frame = actions.add_frame(challenge, kind="negotiable", words="De huurprijs", by=by_bram())
    attempts: list[Callable[[Actor], object]] = [
        lambda by: actions.fix_frame(frame, fixing=Fixing(**RULE), by=by),
        lambda by: actions.loosen_frame(frame, kind="open", by=by),
        lambda by: actions.reword_frame(frame, words="Anders", by=by),
        lambda by: actions.mark_basis(frame, **RULE, by=by),
        lambda by: actions.withdraw_frame(frame, by=by),
    ]
    for by in (by_amina(), Actor.of(make.chris()), Actor.operator()):
        for attempt in attempts:
            with pytest.raises(NotAllowed):
                attempt(by)
    with pytest.raises(NotAllowed):
        actions.add_frame(challenge, kind="open", words="Ik ook", by=Actor.of(make.chris()))
    assert lines(challenge) == ["frame_added"]


def test_in_the_lead_in_words_and_rule_change_and_the_earlier_ones_stay() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    frame = actions.add_frame(challenge, kind="negotiable", words="De huur", by=by_bram())
    actions.reword_frame(frame, words="De huurprijs", by=by_bram())
    actions.reword_frame(frame, words="De huurprijs", by=by_bram())
    frame = actions.fix_frame(frame, fixing=Fixing(**RULE), by=by_bram())
    assert actions.fix_frame(frame, fixing=Fixing(**RULE), by=by_bram()).pk == frame.pk
    for wrong in ({"origin": "fate", "basis": "x"}, {"origin": "law", "basis": " "}):
        with pytest.raises(Refused):
            actions.mark_basis(frame, **wrong, by=by_bram())
    more = {"origin": "council", "basis": "Raadsbesluit 12 maart", "link": "https://example.org/besluit"}
    actions.mark_basis(frame, **more, by=by_bram())
    actions.mark_basis(frame, **more, by=by_bram())
    shown = queries.detail(queries.frame_of(challenge, frame.public_id), None)
    assert (shown["earlier"], shown["earlier_basis"]) == (["De huur"], [RULE["basis"]])
    assert lines(challenge) == ["frame_added", "frame_reworded", "frame_fixed", "basis_marked"]
    actions.withdraw_frame(frame, by=by_bram())
    for attempt in (
        lambda: actions.reword_frame(frame, words="Toch", by=by_bram()),
        lambda: actions.loosen_frame(frame, kind="open", by=by_bram()),
        lambda: actions.ask_about(frame, words="Waarom?", by=by_amina()),
    ):
        with pytest.raises(Refused):
            attempt()


def test_a17_where_it_comes_from_changes_and_the_words_of_the_rule_stay_one_version() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    frame = actions.add_frame(challenge, kind="fixed", words=ROOF, fixing=Fixing(**RULE), by=by_bram())
    link = "https://example.org/besluit"
    found = actions.mark_basis(frame, origin="council", basis=RULE["basis"], link=link, by=by_bram())
    found.refresh_from_db()
    assert found.basis is not None
    assert (found.origin, found.link, str(found.basis)) == ("council", link, RULE["basis"])
    assert found.basis.versions.count() == 1
    assert lines(challenge) == ["frame_added", "basis_marked"]


def test_others_ask_in_public_and_the_party_itself_answers_once() -> None:
    challenge, amina, bram = make.challenge_of_two()
    frame = actions.add_frame(challenge, kind="fixed", words=ROOF, fixing=Fixing(**RULE), by=by_bram())
    with pytest.raises(NotAllowed):
        actions.ask_about(frame, words="Waarom?", by=by_bram())
    with pytest.raises(NotAllowed):
        actions.ask_about(frame, words="Waarom?", by=Actor.of(make.chris()))
    asked = actions.ask_about(frame, words="Waar staat dat?", by=by_amina())
    assert actions.ask_about(frame, words="Waar staat dat?", by=by_amina()).pk == asked.pk
    assert [task.about for task in my_tasks(bram)] == ["Waar staat dat?"]
    assert my_tasks(amina) == []
    with pytest.raises(NotAllowed):
        actions.answer_question(asked, words="Hier", by=by_amina())
    actions.answer_question(asked, words="In artikel 4.7", by=by_bram())
    with pytest.raises(Refused):
        actions.answer_question(asked, words="Of 4.8", by=by_bram())
    assert my_tasks(bram) == []
    for number in range(actions.OPEN_QUESTIONS):
        actions.ask_about(frame, words=f"Vraag {number}", by=by_amina())
    with pytest.raises(Refused):
        actions.ask_about(frame, words="Nog een", by=by_amina())
    assert lines(challenge)[1:3] == ["frame_questioned", "frame_question_answered"]
    assert Question.objects.count() == 1 + actions.OPEN_QUESTIONS


def test_when_all_is_fixed_the_platform_says_that_this_is_informing_and_stops_nobody() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    assert not queries.informing(challenge)
    frame = actions.add_frame(challenge, kind="fixed", words=ROOF, fixing=Fixing(**RULE), by=by_bram())
    assert queries.informing(challenge)
    propose_goal(challenge, words="Gaat gewoon door", by=by_amina())
    actions.loosen_frame(frame, kind="negotiable", by=by_bram())
    assert not queries.informing(challenge)


def test_the_database_itself_refuses_what_can_never_be() -> None:
    challenge = begun()
    _goal, key = shared_goal(challenge)
    frame = fixed_late(challenge, [key])
    for wrong in ({"kind": "maybe"}, {"basis": None}, {"origin": ""}, {"origin": "fate"}, {"reason": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Frame.objects.filter(pk=frame.pk).update(**wrong)
    touch = frame.touches.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Touch.objects.create(frame=frame, about=key, party=touch.party, pointed_at=touch.pointed_at)


def test_a_closed_challenge_takes_no_new_frame() -> None:
    challenge = begun()
    Challenge.objects.filter(pk=challenge.pk).update(phase=Phase.CLOSED)
    with pytest.raises(Refused, match="gesloten"):
        actions.add_frame(challenge, kind="open", words="Te laat", by=by_bram())


@pytest.mark.parametrize("many", [1, 3])
def test_the_pages_ask_a_constant_number_of_queries(django_assert_num_queries: Any, many: int) -> None:
    challenge = begun()
    _goal, key = shared_goal(challenge)
    for number in range(many):
        fixing = Fixing(**LATE, touches=(key,))
        frame = actions.add_frame(challenge, kind="fixed", words=f"Vast {number}", fixing=fixing, by=by_bram())
        actions.ask_about(frame, words=f"Vraag {number}", by=by_amina())
    with django_assert_num_queries(3):
        queries.page(challenge, None)
    with django_assert_num_queries(2):  # what touches it, and what a competent body decided about it
        assert len(marks(challenge)[key]) == many
