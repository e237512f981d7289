"""What is fixed after the lead-in has a reason, tells all at once and asks anew what it touches."""

import datetime as dt

import pytest
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.notices.models import Notice
from communityup.people.actors import Actor
from communityup.workspace.agreements.actions import confirm_agreement, propose_change, tell_kept, withdraw_proposal
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.agreements.queries import open_for
from communityup.workspace.challenges.models import Challenge, Kind, Phase
from communityup.workspace.challenges.queries import marks
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.consent.queries import asked_now, standing
from communityup.workspace.frames import actions, queries
from communityup.workspace.frames.actions import Fixing
from communityup.workspace.frames.models import Frame, Shift, Touch
from communityup.workspace.goals.actions import agree_to_goal, propose_goal
from communityup.workspace.goals.models import Goal
from communityup.workspace.goals.queries import goal_cards
from communityup.workspace.pace.actions import call_step_back
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import GO_PUBLIC, LEAVE_LEAD_IN
from communityup.workspace.rules.actions import propose_rules
from communityup.workspace.silence.queries import waited_for, waits_since
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_agreements
from tests.make_frames import LATE, ROOF, RULE, begun, by_amina, by_bram, fixed_late, lines, shared_goal, still_stands
from tests.make_notices import at, told

pytestmark = pytest.mark.django_db


def test_a17_e13_after_the_lead_in_it_needs_a_reason_and_what_it_touches_or_why_nothing() -> None:
    challenge = begun()
    _goal, key = shared_goal(challenge)
    wrong = [
        Fixing(**RULE, touches=(key,)),
        Fixing(**LATE),
        Fixing(**LATE, touches=(key,), nothing="Toch niets"),
        Fixing(**LATE, touches=(key, "goal:" + "0" * 32)),
        Fixing(**LATE, touches=("iets:anders",)),
    ]
    for fixing in wrong:
        with pytest.raises(Refused):
            actions.add_frame(challenge, kind="fixed", words=ROOF, fixing=fixing, by=by_bram())
    assert not Frame.objects.exists()
    assert not Touch.objects.exists()
    made = fixed_late(challenge)
    assert (made.late, str(made.nothing)) == (True, "Er was nog niets over besloten.")
    assert lines(challenge) == ["frame_fixed_late"]
    for easy in ("negotiable", "open"):
        assert not actions.add_frame(challenge, kind=easy, words=easy, by=by_bram()).late


def test_a17_e29_all_parties_hear_of_a_late_frame_at_the_same_moment() -> None:
    challenge = begun()
    told()
    Notice.objects.all().delete()
    told(lambda: fixed_late(challenge))
    notices = Notice.objects.filter(line__type="frames.frame_fixed_late")
    assert {notice.person_id for notice in notices} == {make.amina().pk, make.bram().pk}
    assert len({notice.at for notice in notices}) == 1


@pytest.mark.parametrize("kind", Kind.values)
def test_e13_e4_a_late_frame_of_a_party_of_every_kind_asks_a_shared_goal_anew(kind: str) -> None:
    challenge = begun(kind=kind)
    Challenge.objects.filter(pk=challenge.pk).update(phase=Phase.DECIDING)
    challenge.refresh_from_db()
    goal, key = shared_goal(challenge)
    frame = fixed_late(challenge, [key], by=by_amina())
    (card,) = goal_cards(challenge, None)["shared"]
    assert ROOF.rstrip(".") in card["marks"][0].sentence
    (question,) = asked_now(challenge, None)["questions"]
    assert [row["answer"] for row in question["standing"]] == [None, None]
    asked = still_stands(frame)
    consent.respond(asked, agrees=True, by=by_amina())
    asked.refresh_from_db()
    assert marks(challenge)
    assert not asked.agreed
    consent.respond(asked, agrees=False, reason="Eerst het dak", by=by_bram())
    assert marks(challenge)
    assert consent.respond(asked, agrees=True, seen=make.seen(asked, make.bram()), by=by_bram()).agreed
    assert not marks(challenge)
    assert lines(challenge) == ["frame_fixed_late", "stands_again"]
    goal.refresh_from_db()
    assert goal.state == Goal.State.SHARED


def test_e13_a_proposal_on_the_table_is_reopened_and_a_yes_from_before_counts_no_more() -> None:
    challenge = begun()
    goal = propose_goal(challenge, words="Een nieuw dak", by=by_amina())
    assert [task.about for task in my_tasks(make.amina())] == []
    fixed_late(challenge, [f"goal:{goal.public_id}"])
    (card,) = goal_cards(challenge, None)["proposed"]
    assert [row["answer"] for row in card["standing"]["rows"]] == ["", ""]
    assert card["marks"]
    assert [task.about for task in my_tasks(make.amina())] == ["Een nieuw dak"]
    goal = agree_to_goal(goal, by=by_bram())
    assert goal.state == Goal.State.PROPOSED
    goal = agree_to_goal(goal, by=by_amina())
    assert goal.state == Goal.State.SHARED
    assert not marks(challenge)


def test_r19_whoever_is_asked_anew_is_waited_for_from_that_moment_and_not_from_before() -> None:
    challenge = begun()
    goal = propose_goal(challenge, words="Een nieuw dak", by=by_amina())
    made = make_agreements.agreed(challenge, make.amina(), make.bram(), days=90)
    residents, other = challenge.parties.order_by("number")
    assert set(waits_since(challenge)) == {other.pk}
    later = timezone.now() + dt.timedelta(days=60)
    with at(later):
        fixed_late(challenge, [f"goal:{goal.public_id}", f"agreement:{made.public_id}"], by=by_bram())
        assert waits_since(challenge) == {residents.pk: later, other.pk: later}
        assert residents in waited_for()
        for person in (make.amina(), make.bram()):
            assert [task.since for task in my_tasks(person)] == [later, later]


def test_e13_an_open_question_to_all_parties_is_reopened_too() -> None:
    challenge = begun()
    asked = propose_step(challenge, GO_PUBLIC, by=by_amina())
    fixed_late(challenge, [f"round:{asked.public_id}"])
    assert [row["answer"] for row in standing(asked)] == [None, None]
    assert asked_now(challenge, None)["questions"][0]["marks"]
    assert not consent.respond(asked, agrees=True, by=by_bram()).agreed
    assert consent.respond(asked, agrees=True, by=by_amina()).agreed
    assert not marks(challenge)


def new_rules(challenge: Challenge, words: str) -> Round:
    """Return the question by which both parties agreed on another working agreement."""
    version = propose_rules(challenge, parts=[("Zo praten we", words)], by=by_amina())
    asked = version.asked
    assert asked is not None
    consent.respond(asked, agrees=True, by=by_bram())
    challenge.refresh_from_db()
    return asked


def test_e13_e14_what_was_agreed_is_asked_anew_by_the_rules_of_now_and_itself_keeps_its_own() -> None:
    challenge = begun()
    asked = new_rules(challenge, "Elke dinsdag.")
    frame = fixed_late(challenge, [f"round:{asked.public_id}"])
    asked.refresh_from_db()
    assert (asked.agreed, asked.rules) == (True, 1)
    assert still_stands(frame).rules == challenge.rules
    assert len(marks(challenge)[f"round:{asked.public_id}"]) == 1


def test_e13_a_step_that_was_taken_and_rules_that_were_replaced_are_over_and_not_asked_anew() -> None:
    challenge = begun()
    taken = Round.objects.get(about=LEAVE_LEAD_IN)
    replaced, counts = new_rules(challenge, "Elke dinsdag."), new_rules(challenge, "Elke maandag.")
    asked = propose_step(challenge, GO_PUBLIC, by=by_amina())
    _goal, goal = shared_goal(challenge)
    offered = {thing.key for thing in queries.touchable(challenge)}
    assert offered == {goal, f"round:{counts.public_id}", f"round:{asked.public_id}"}
    for over in (taken, replaced):
        with pytest.raises(Refused):
            fixed_late(challenge, [f"round:{over.public_id}"])
    consent.respond(asked, agrees=True, by=by_bram())
    assert f"round:{asked.public_id}" not in {thing.key for thing in queries.touchable(challenge)}


def test_e13_an_agreement_that_is_touched_is_asked_anew_of_its_two_sides_only() -> None:
    challenge = begun()
    make.join(challenge, make.dilek(), "De school", "institution")
    made = make_agreements.agreed(challenge, make.amina(), make.bram())
    key = f"agreement:{made.public_id}"
    fixed_late(challenge, [key], by=Actor.of(make.dilek()))
    made.refresh_from_db()
    assert (made.state, make_agreements.standing(made).number, make_agreements.pending(made).renews) == (
        "agreed",
        1,
        True,
    )
    assert marks(challenge)[key]
    assert asked_now(challenge, None)["questions"] == []
    for side in (make.amina(), make.bram()):
        assert [row["asks"] for row in open_for(side)] == ["confirm"]
        assert len(my_tasks(side)) == 1
    assert my_tasks(make.dilek()) == []
    confirm_agreement(made, version=2, by=by_amina())
    confirm_agreement(made, version=2, by=by_amina())
    made.refresh_from_db()
    assert make_agreements.standing(made).number == 1
    assert marks(challenge)[key]
    confirm_agreement(made, version=2, by=by_bram())
    made.refresh_from_db()
    assert (make_agreements.standing(made).number, made.pending) == (2, None)
    assert not marks(challenge)
    stands = [line for line in Line.objects.values_list("type", flat=True) if "stands_for_one" in line]
    assert len(stands) == 1


def test_e13_who_fixed_something_late_cannot_end_the_question_alone() -> None:
    challenge = begun()
    made = make_agreements.agreed(challenge, make.bram(), make.amina())
    _goal, key = shared_goal(challenge)
    frame = fixed_late(challenge, [key, f"agreement:{made.public_id}"])
    asked = frame.touches.exclude(round=None).get().round
    assert asked is not None
    consent.respond(asked, agrees=True, by=by_bram())
    for by in (by_bram(), by_amina()):
        with pytest.raises(NotAllowed, match="alle partijen"):
            consent.take_back(asked, by=by)
    for by in (by_bram(), by_amina()):
        with pytest.raises(Refused, match="beide kanten"):
            withdraw_proposal(made, version=2, by=by)
    changed = propose_change(
        made, version=2, what="Half", due=make_agreements.standing(made).due, evidence="x", by=by_bram()
    )
    withdraw_proposal(changed, version=3, by=by_bram())
    made.refresh_from_db()
    assert make_agreements.pending(made).renews
    assert len(marks(challenge)) == 2


def test_a_proposed_agreement_that_is_touched_needs_both_sides_and_can_still_be_withdrawn() -> None:
    challenge = begun()
    made = make_agreements.proposed(challenge, make.amina(), make.bram())
    fixed_late(challenge, [f"agreement:{made.public_id}"])
    made.refresh_from_db()
    confirm_agreement(made, version=2, by=by_bram())
    made.refresh_from_db()
    assert made.state == Agreement.State.PROPOSED
    with pytest.raises(Refused):
        confirm_agreement(made, version=1, by=Actor.of(make.bram()))
    withdraw_proposal(made, version=2, by=by_amina())
    made.refresh_from_db()
    assert made.state == Agreement.State.WITHDRAWN
    assert not marks(challenge)


def test_any_party_points_at_what_else_is_touched() -> None:
    challenge = begun()
    _goal, key = shared_goal(challenge)
    frame = fixed_late(challenge)
    with pytest.raises(Refused):
        actions.point_touch(frame, about="goal:" + "0" * 32, by=by_amina())
    touch = actions.point_touch(frame, about=key, by=by_amina())
    assert actions.point_touch(frame, about=key, by=by_bram()).pk == touch.pk
    assert marks(challenge)[key]
    assert lines(challenge) == ["frame_fixed_late", "touch_pointed"]
    with pytest.raises(NotAllowed):
        actions.point_touch(frame, about=key, by=Actor.of(make.chris()))
    early = actions.add_frame(challenge, kind="open", words="Iets", by=by_bram())
    with pytest.raises(Refused):
        actions.point_touch(early, about=key, by=by_amina())


def test_x2_a_late_frame_is_no_normal_edit_and_a_step_back_stays_possible() -> None:
    challenge = make.challenge_of_one()
    make.join(challenge, make.bram(), "Gemeente Lindeveen", "municipality")
    easy = actions.add_frame(challenge, kind="negotiable", words=ROOF, by=by_bram())
    make.step(challenge, LEAVE_LEAD_IN, make.amina(), make.bram())
    _goal, key = shared_goal(challenge)
    with pytest.raises(Refused, match="aanloop"):
        actions.reword_frame(easy, words="Het dak gaat eraf", by=by_bram())
    with pytest.raises(Refused, match="nu pas"):
        actions.fix_frame(easy, fixing=Fixing(**RULE), by=by_bram())
    with pytest.raises(Refused, match="vaster"):
        actions.loosen_frame(easy, kind="fixed", by=by_bram())
    fixed = actions.fix_frame(easy, fixing=Fixing(**LATE, touches=(key,)), by=by_bram())
    assert (fixed.late, fixed.kind) == (True, "fixed")
    assert marks(challenge)[key]
    call_step_back(challenge, reason="Dit wisten wij niet.", by=by_amina())
    with pytest.raises(Refused):
        consent.respond(still_stands(fixed), agrees=True, by=by_amina())
    assert lines(challenge) == ["frame_added", "frame_fixed_late"]


def test_during_a_step_back_frames_go_on_and_the_questions_they_raise_wait() -> None:
    challenge = begun()
    _goal, key = shared_goal(challenge)
    call_step_back(challenge, reason="Even kijken.", by=by_amina())
    frame = fixed_late(challenge, [key])
    assert marks(challenge)[key]
    with pytest.raises(Refused):
        consent.respond(still_stands(frame), agrees=True, by=by_amina())


@pytest.mark.parametrize("how", ["withdraw", "loosen"])
def test_what_is_no_longer_fixed_is_no_longer_asked_and_leaves_its_history(how: str) -> None:
    challenge = begun()
    made = make_agreements.agreed(challenge, make.amina(), make.bram())
    waits = make_agreements.proposed(challenge, make.amina(), make.bram(), what="De deur")
    _goal, key = shared_goal(challenge)
    frame = fixed_late(challenge, [key, f"agreement:{made.public_id}", f"agreement:{waits.public_id}"])
    for _time in range(2):
        if how == "withdraw":
            actions.withdraw_frame(frame, by=by_bram())
        else:
            actions.loosen_frame(frame, kind="open", by=by_bram())
    assert not marks(challenge)
    assert asked_now(challenge, None)["questions"] == []
    made.refresh_from_db()
    waits.refresh_from_db()
    assert (made.pending, waits.state) == (None, "proposed")
    assert not make_agreements.pending(waits).renews
    assert len(lines(challenge)) == 2
    assert [str(one) for one in Frame.objects.all()] == [ROOF]
    assert Shift.objects.count() == (how == "loosen")
    assert frame.touches.count() == 3


def test_a_thing_that_two_late_frames_touch_is_asked_until_neither_does() -> None:
    challenge = begun()
    made = make_agreements.agreed(challenge, make.amina(), make.bram())
    key = f"agreement:{made.public_id}"
    first = fixed_late(challenge, [key])
    fixing = Fixing(**LATE, touches=(key,))
    second = actions.add_frame(challenge, kind="fixed", words="De gevel ook", fixing=fixing, by=by_bram())
    assert len(marks(challenge)[key]) == 2
    actions.withdraw_frame(first, by=by_bram())
    made.refresh_from_db()
    assert make_agreements.pending(made).renews
    actions.withdraw_frame(second, by=by_bram())
    made.refresh_from_db()
    assert made.pending is None


def test_e13_what_both_sides_confirmed_anew_stands_when_the_late_frame_is_taken_back() -> None:
    challenge = begun()
    made = make_agreements.agreed(challenge, make.amina(), make.bram())
    frame = fixed_late(challenge, [f"agreement:{made.public_id}"])
    for by in (by_amina(), by_bram()):
        confirm_agreement(made, version=2, by=by)
    actions.withdraw_frame(frame, by=by_bram())
    made.refresh_from_db()
    assert (made.state, make_agreements.standing(made).number, made.pending) == ("agreed", 2, None)
    assert (made.terms.count(), lines(challenge)[-1]) == (2, "frame_withdrawn")


def test_e13_what_is_fixed_a_second_time_asks_anew_what_it_touches() -> None:
    challenge = begun()
    _goal, key = shared_goal(challenge)
    frame = fixed_late(challenge, [key])
    first = still_stands(frame)
    consent.respond(first, agrees=True, by=by_amina())
    actions.loosen_frame(frame, kind="open", by=by_bram())
    actions.fix_frame(frame, fixing=Fixing(**LATE, touches=(key,)), by=by_bram())
    assert frame.touches.count() == 1
    again = still_stands(frame)
    assert (again.outcome, again.pk == first.pk, again.answers.exists()) == (Round.Outcome.OPEN, False, False)
    assert len(marks(challenge)[key]) == 1


def test_e13_an_agreement_that_was_kept_meanwhile_stays_kept_when_the_late_frame_is_taken_back() -> None:
    challenge = begun()
    made = make_agreements.agreed(challenge, make.amina(), make.bram())
    frame = fixed_late(challenge, [f"agreement:{made.public_id}"])
    make_agreements.changed(made, make.bram(), days=40)
    tell_kept(made, by=by_amina())
    actions.withdraw_frame(frame, by=by_bram())
    made.refresh_from_db()
    assert (made.state, make_agreements.standing(made).number, made.pending) == (Agreement.State.KEPT, 1, None)
    assert lines(challenge)[-1] == "frame_withdrawn"
