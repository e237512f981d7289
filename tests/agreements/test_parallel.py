"""Two people at the same moment: exact, on whatever database the tests run."""

import datetime as dt
from functools import partial

import pytest
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.post.models import Mail
from communityup.workspace.agreements import actions, jobs
from communityup.workspace.agreements.models import Agreement, Confirmation
from communityup.workspace.goals import actions as goals
from communityup.workspace.goals.models import Goal
from tests import make, make_agreements, make_goals
from tests.at_once import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_parallel_confirmations_of_both_parties_are_one_agreement_and_one_mail_each() -> None:
    challenge, amina, bram = make.challenge_of_two()
    carla = make.person("Carla")
    make.colleague(make_agreements.side_of(challenge, bram), carla, inviter=bram)
    made = make_agreements.proposed(challenge, amina, bram)
    people = [Actor.of(one) for one in (amina, bram, carla)] * 3
    given = together(*[partial(actions.confirm_agreement, made, version=1, by=by) for by in people])
    assert all(isinstance(one, Agreement) for one in given), given
    assert Confirmation.objects.count() == 2
    assert Line.objects.filter(type="agreements.agreement_confirmed").count() == 1
    assert Mail.objects.filter(key__startswith="agreement:").count() == 3


def test_confirming_while_the_other_changes_never_confirms_unread_words() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = make_agreements.proposed(challenge, amina, bram)
    due = timezone.localdate() + dt.timedelta(days=9)

    def change() -> Agreement:
        return actions.propose_change(made, version=1, what="Iets anders", due=due, evidence="X", by=Actor.of(amina))

    given = together(change, lambda: actions.confirm_agreement(made, version=1, by=Actor.of(bram)))
    made.refresh_from_db()
    if made.standing is None:
        assert [one for one in given if isinstance(one, Refused)]
        assert made.pending is not None
        assert made.pending.confirmations.count() == 1
    else:
        assert str(made.standing) == make_agreements.WHAT


def test_two_workers_remind_once(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge, amina, bram = make.challenge_of_two()
    make_agreements.agreed(challenge, amina, bram, days=14)
    make_agreements.clock(monkeypatch)(dt.timedelta(days=8))
    given = together(jobs.send_reminders, jobs.send_reminders, jobs.send_reminders)
    assert sorted(str(one) for one in given) == ["0", "0", "1"]
    assert Mail.objects.filter(key__startswith="reminder:").count() == 2


def test_e8_parallel_yeses_share_a_goal_once() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = make_goals.proposed_goal(challenge, amina)
    given = together(*[lambda: goals.agree_to_goal(goal, by=Actor.of(bram))] * 4)
    assert all(isinstance(one, Goal) for one in given), given
    goal.refresh_from_db()
    assert goal.state == Goal.State.SHARED
    assert Line.objects.filter(type="goals.goal_shared").count() == 1
    assert Line.objects.filter(type="goals.goal_agreed").count() == 0
