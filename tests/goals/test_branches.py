"""Goals and interests: twice is once, and a yes among several is one line of its own."""

import pytest

from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.texts.models import Text
from communityup.workspace.goals import actions
from communityup.workspace.goals.models import Goal, Interest
from tests import make

pytestmark = pytest.mark.django_db


def count(event: str) -> int:
    return Line.objects.filter(type=f"goals.{event}").count()


def test_the_same_interest_of_one_party_twice_is_one_and_of_two_parties_two() -> None:
    challenge, amina, bram = make.challenge_of_two()
    for by in (amina, amina, bram):
        actions.add_interest(challenge, words="Een droog dak", by=Actor.of(by))
    assert Interest.objects.count() == 2
    assert count("interest_added") == 2


def test_each_party_that_lets_a_goal_go_is_one_line_and_the_last_ends_it() -> None:
    challenge, amina, bram = make.challenge_of_two()
    chris = make.chris()
    make.join(challenge, chris, "Woonstichting", "housing_association")
    goal = actions.propose_goal(challenge, words="Een bankje", by=Actor.of(amina))
    for by in (bram, chris):
        actions.agree_to_goal(goal, by=Actor.of(by))
    actions.ask_to_retire(goal, reason="Het staat er.", by=Actor.of(amina))
    for _time in range(2):
        actions.agree_to_retire(goal, by=Actor.of(bram))
    assert (count("retirement_agreed"), count("goal_retired")) == (1, 0)
    actions.agree_to_retire(goal, by=Actor.of(chris))
    assert (count("retirement_agreed"), count("goal_retired")) == (1, 1)
    goal.refresh_from_db()
    assert goal.state == Goal.State.RETIRED


def test_words_that_are_gone_have_no_commitment_to_record() -> None:
    with pytest.raises(ValueError, match="without words"):
        actions._commitment(Text())
