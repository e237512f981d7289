"""Who takes part in their own name hears what everybody in the challenge hears (R14, E29)."""

import pytest

from communityup.people.actors import Actor
from communityup.workspace.goals.actions import propose_goal
from communityup.workspace.pace.actions import call_step_back
from tests import make, make_dialogue, make_notices

pytestmark = pytest.mark.django_db


def test_r14_who_takes_part_in_their_own_name_hears_of_goals_and_steps_back_like_everybody() -> None:
    challenge, amina, _bram, _thoughts = make_dialogue.dialogue_of_two()
    (guest,) = make_dialogue.on_own_name(challenge, 1)
    propose_goal(challenge, words="Een dak dat niet lekt", by=Actor.of(amina))
    call_step_back(challenge, reason="Even samen kijken.", by=Actor.of(amina))
    make_notices.told()
    heard = make_notices.own(guest)
    assert {"goals.goal_proposed", "pace.step_back_called"} <= set(heard)
    assert heard == [one for one in make_notices.own(make.bram()) if one in heard]
    assert make_notices.own(make.chris()) == []
