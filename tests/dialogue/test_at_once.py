"""Many clicks at the same moment: one effective answer, one number each, no error."""

import threading
from collections.abc import Callable

import pytest
from django.db import close_old_connections, connection

from communityup.base.errors import Refused
from communityup.people.actors import Actor
from communityup.workspace.dialogue.actions import answer_thought, give_party_answer, open_first_round, share_thought
from communityup.workspace.dialogue.exports import sealed_count
from communityup.workspace.dialogue.models import Answer, Dialogue, Participant, PartyAnswer, Statement
from communityup.workspace.releases.queries import packed_answers
from tests.make import challenge_of_two
from tests.make_dialogue import dialogue_of_two, on_own_name

pytestmark = pytest.mark.django_db(transaction=True)
CLICKS = 50


def at_once(*acts: Callable[[], object]) -> list[BaseException]:
    """Do all acts in threads of their own, starting together; return what went wrong."""
    wrong: list[BaseException] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
        except BaseException as problem:  # noqa: BLE001 - whatever it is, the test must see it
            wrong.append(problem)
        finally:
            connection.close()
            close_old_connections()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_fifty_clicks_give_one_effective_answer() -> None:
    _challenge, _amina, bram, (first, *_rest) = dialogue_of_two()
    by = Actor.of(bram)
    assert (
        at_once(
            *[
                lambda value=value: answer_thought(first, value=(1, -1, 0, 2)[value % 4], by=by)
                for value in range(CLICKS)
            ]
        )
        == []
    )
    (kept,) = Answer.objects.all()
    dialogue = Dialogue.objects.get()
    assert kept.number == dialogue.last_number <= CLICKS
    assert Participant.objects.filter(person=bram).count() == 1
    assert sealed_count(dialogue).answers == len(packed_answers(dialogue)["numbers"]) == 1


def test_many_people_at_once_lose_no_answer_and_share_no_number() -> None:
    challenge, _amina, bram, statements = dialogue_of_two()
    people = [bram, *on_own_name(challenge, 16)]
    acts = [
        lambda one=one, statement=statement: answer_thought(statement, value=1, by=Actor.of(one))
        for one in people
        for statement in statements
        if statement.author.person_id != one.pk  # type: ignore[union-attr]
    ]
    assert at_once(*acts) == []
    numbers = sorted(Answer.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(acts) + 1))


def test_same_thought_shared_at_once_is_one_thought() -> None:
    challenge, amina, bram = challenge_of_two()
    acts = [
        lambda one=one: share_thought(challenge, body="Precies hetzelfde.", by=Actor.of(one))
        for one in [amina, bram] * 5
    ]
    wrong = at_once(*acts)
    assert Statement.objects.count() == 1
    assert Dialogue.objects.count() == 1
    assert [type(one) for one in wrong] == [Refused] * 9


def test_first_round_opens_once() -> None:
    challenge, *_rest = challenge_of_two()
    assert at_once(*[lambda: open_first_round(challenge)] * 10) == []
    assert Dialogue.objects.count() == 1


def test_party_answers_once_at_once() -> None:
    _challenge, _amina, bram, (first, *_rest) = dialogue_of_two()
    acts = [
        lambda value=value: give_party_answer(first, value=(1, -1)[value % 2], by=Actor.of(bram)) for value in range(20)
    ]
    assert at_once(*acts) == []
    assert PartyAnswer.objects.count() == 1
