"""What a round about being ready asks: each to answer, for their own eyes, and each party what it makes of it."""

from typing import Any

import pytest

from communityup.organisations.models import Organisation
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Phase, Ring, Seat
from communityup.workspace.colleagues import queries as organisations
from communityup.workspace.pace.actions import call_step_back
from communityup.workspace.readiness import actions, queries
from communityup.workspace.tasks.queries import Asked, tasks_for
from tests import make
from tests.make_facilitators import guarded
from tests.make_readiness import by, closed, neighbours, opened, talked

pytestmark = pytest.mark.django_db


def test_parties_have_a_task_until_they_said_what_they_make_of_it() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    check = closed(challenge)
    parties = frozenset(challenge.parties.values_list("pk", flat=True))

    def waiting() -> set[int | None]:
        return {task.party for task in tasks_for(Asked(parties=parties)) if "klaar" in task.url}

    assert waiting() == parties
    actions.tell_outcome(check, choice="go", by=by("Amina"))
    assert waiting() == {challenge.parties.get(number=2).pk}


def asked_of(*people: Person) -> list[tuple[str, str]]:
    """Return who has the task to answer which round."""
    found = tasks_for(Asked(emails=frozenset(one.email for one in people)))
    return sorted((task.email, task.url.split("/")[-2]) for task in found if "/klaar/" in task.url)


def test_who_is_asked_has_a_task_until_they_answered_and_nobody_else_has_it() -> None:
    challenge, amina, bram = make.challenge_of_two()
    people = [amina, bram, *neighbours(challenge, 2)]
    Seat.objects.filter(person=people[3]).update(ring=Ring.CONTRIBUTOR)
    check = opened(challenge)
    make.join(challenge, make.dilek(), "School", "institution")
    everybody = [*people, make.dilek(), make.chris()]
    assert asked_of(*everybody) == sorted((one.email, check.public_id) for one in people)
    assert tasks_for(Asked(parties=frozenset(challenge.parties.values_list("pk", flat=True)))) == []
    actions.answer(check, given={"H2": 1}, by=by("Bram"))
    actions.answer(check, given={"H2": 1}, by=by("Amina"))
    actions.answer(check, given={}, by=by("Amina"))
    own = actions.ask_own(challenge, by=by("Bram"))
    waiting = sorted((one.email, check.public_id) for one in people[2:])
    assert asked_of(*everybody) == sorted([*waiting, (bram.email, own.public_id)])
    call_step_back(challenge, reason="Even wachten.", by=by("Bram"))
    assert asked_of(people[2]) == [(people[2].email, check.public_id)], "answering goes on, so it is asked still"
    actions.answer(check, given={"H2": 1}, by=Actor.of(people[2]))
    assert asked_of(people[2]) == []


def test_no_task_to_answer_is_left_when_a_round_or_the_challenge_closed_or_one_guards_the_process() -> None:
    challenge, amina, bram = make.challenge_of_two()
    check = closed(challenge)
    assert asked_of(amina, bram) == []
    actions.end(talked(check), no_step="Goed zo.", by=by("Amina"))
    again = opened(challenge)
    assert asked_of(bram) == [(bram.email, again.public_id)]
    Challenge.objects.filter(pk=challenge.pk).update(phase=Phase.CLOSED)
    assert asked_of(bram) == []
    other, first, second = guarded()
    actions.ask_all(other, by=Actor.of(first.person))
    actions.ask_all(other, by=Actor.of(second.person))
    assert asked_of(first.person, second.person) == []
    assert asked_of(make.person("Els")) != []


@pytest.mark.parametrize("number", [1, 3])
def test_tasks_to_answer_cost_three_queries(number: int, django_assert_num_queries: Any) -> None:
    for which in range(number):
        challenge, amina, _bram = make.challenge_of_two(title=f"Opgave {which}")
        opened(challenge)
    asked = Asked(emails=frozenset({amina.email}))
    with django_assert_num_queries(3):
        found = queries.unanswered(asked)
    assert [task.about for task in found] == ["Zijn we er klaar voor?"] * number


def test_that_somebody_did_not_answer_yet_stands_in_no_inbox_of_a_colleague() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=2), make.person("Nora"), inviter=bram)
    opened(challenge)
    # An organisation called as the task is: even then.
    Organisation.objects.filter(parties__challenge=challenge).update(name="Zijn we er klaar voor?")
    for who in (bram, make.person("Nora")):
        own = organisations.own_organisation(who)
        assert own is not None
        rows = organisations.inbox(own, organisations.challenges_of(own))
        assert {row["task"].email for row in rows if row["task"].private} == {who.email}
