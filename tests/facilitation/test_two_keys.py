"""Steps of the process need both facilitators; a substitute acts after three days; nobody acts alone."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Facilitator
from communityup.workspace.consent.actions import respond, take_back
from communityup.workspace.consent.models import Round
from communityup.workspace.dialogue import actions as dialogue
from communityup.workspace.dialogue.models import Dialogue
from communityup.workspace.facilitation import actions, jobs, permissions, queries
from communityup.workspace.facilitation.models import Act
from communityup.workspace.facilitators import actions as facilitators
from communityup.workspace.goals.actions import propose_goal
from communityup.workspace.pace.actions import (
    allow_step_back,
    answer_signal,
    ask_to_go_on,
    call_step_back,
    signal_pace,
)
from communityup.workspace.pace.models import Signal
from communityup.workspace.room.actions import propose_phase, propose_step
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from communityup.workspace.rules.actions import propose_rules
from communityup.workspace.tasks.queries import Task, my_tasks
from tests import make, make_facilitators
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
AHEAD = dt.timedelta(days=10)


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def types(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


@built_once
def guarded() -> tuple[Challenge, Dialogue]:
    """Return a challenge guarded by Dilek (party 1, substitute Els) and Femke from outside, and its open round."""
    challenge, _first, _second = make_facilitators.guarded()
    return challenge, dialogue.open_first_round(challenge)


def stop(name: str, challenge: Challenge) -> None:
    facilitators.stop(challenge, by=by(name))


def end_on(opened: Dialogue, name: str, days: int = 10) -> bool:
    day = timezone.localdate() + dt.timedelta(days=days)
    return dialogue.set_end_date(opened, ends_on=day, by=by(name)).ends_on == day


def waiting(challenge: Challenge) -> Act:
    (act,) = queries.waiting_acts(challenge)
    return act


def days_ago(act: Act, days: float) -> None:
    """Let an act wait as if it was asked so many days ago, by people who guarded it already."""
    Facilitator.objects.update(since=timezone.now() - dt.timedelta(days=60))
    Act.objects.filter(pk=act.pk).update(asked_at=timezone.now() - dt.timedelta(days=days))


def test_e7_a_step_of_one_facilitator_waits_and_the_yes_of_the_other_does_it() -> None:
    challenge, opened = guarded()
    before = types(challenge)
    assert not end_on(opened, "Dilek")
    assert types(challenge) == [*before, "facilitation.step_asked"]
    assert not end_on(opened, "Dilek"), "the same facilitator twice is still one"
    assert types(challenge) == [*before, "facilitation.step_asked"]
    assert actions.confirm(waiting(challenge), by=by("Femke")).state == Act.State.DONE
    assert types(challenge) == [*before, "facilitation.step_asked", "dialogue.round_end_set"]
    line = Line.objects.filter(stream=challenge.stream).order_by("n").last()
    assert line is not None
    assert (line.role, line.party) == ("facilitators", "")
    opened.refresh_from_db()
    assert opened.ends_on == timezone.localdate() + AHEAD


def test_e7_a_single_facilitator_opens_no_round_and_two_do() -> None:
    challenge, opened = guarded()
    Dialogue.objects.filter(pk=opened.pk).update(closed_at=timezone.now())
    asked = dialogue.open_round(challenge, question="Wat nu?", everyone_once=True, by=by("Femke"))
    assert asked is None
    assert Dialogue.objects.filter(challenge=challenge).count() == 1
    actions.confirm(waiting(challenge), by=by("Dilek"))
    latest = Dialogue.objects.get(challenge=challenge, number=2)
    assert (str(latest.question), latest.everyone_once, latest.ends_on) == ("Wat nu?", True, None)


@pytest.mark.parametrize("name", ["Amina", "Bram", "Els", "Chris"])
def test_e7_with_two_facilitators_nobody_else_takes_a_step(name: str) -> None:
    challenge, opened = guarded()
    before = types(challenge)
    with pytest.raises(NotAllowed):
        end_on(opened, name)
    assert not end_on(opened, "Dilek")
    with pytest.raises(NotAllowed):
        actions.confirm(waiting(challenge), by=by(name))
    with pytest.raises(NotAllowed):
        actions.take_back(waiting(challenge), by=by(name))
    assert types(challenge) == [*before, "facilitation.step_asked"]


def test_e7_who_guards_the_process_brings_nothing_in_wherever_they_come_from() -> None:
    challenge, _opened = guarded()
    asked = propose_rules(challenge, parts=[("Zo praten we", "Eerst luisteren.")], by=by("Amina")).asked
    assert asked is not None
    for name in ("Dilek", "Femke"):
        for act in (
            lambda who: dialogue.share_thought(challenge, body=f"Ik vind er dit van, {who}.", by=by(who)),
            lambda who: dialogue.take_part_in_own_name(challenge, by=by(who)),
            lambda who: propose_goal(challenge, words="Mijn doel", by=by(who)),
            lambda who: respond(asked, agrees=True, by=by(who)),
        ):
            with pytest.raises(NotAllowed):
                act(name)
        client = Client()
        client.force_login(make.person(name))
        sent = client.post(f"/opgaven/{challenge.slug}/dialoog/delen/", {"body": "Toch een gedachte."})
        assert sent.status_code == 403


def test_e7_two_facilitators_say_yes_to_one_thing_and_not_each_to_another() -> None:
    _challenge, opened = guarded()
    assert not end_on(opened, "Dilek", days=10)
    with pytest.raises(Refused):
        end_on(opened, "Femke", days=20)
    assert end_on(opened, "Femke", days=10)


def test_a_step_can_be_taken_back_by_either_and_then_nothing_changed() -> None:
    challenge, opened = guarded()
    for name in ("Dilek", "Femke"):
        assert not end_on(opened, "Dilek")
        act = waiting(challenge)
        actions.take_back(act, by=by(name))
        assert types(challenge)[-1] == "facilitation.step_taken_back"
        for again in (actions.confirm, actions.take_back):
            with pytest.raises(Refused):
                again(act, by=by("Femke"))
    opened.refresh_from_db()
    assert opened.ends_on is None


def test_r16_a_substitute_acts_once_something_waited_three_days_and_not_before() -> None:
    challenge, opened = guarded()
    end_on(opened, "Femke")
    days_ago(waiting(challenge), 2.9)
    assert not permissions.acts_as_facilitator(challenge, by("Els"))
    with pytest.raises(NotAllowed):
        actions.confirm(waiting(challenge), by=by("Els"))
    days_ago(waiting(challenge), 3.1)
    assert permissions.acts_as_facilitator(challenge, by("Els"))
    actions.confirm(waiting(challenge), by=by("Els"))
    assert types(challenge)[-1] == "dialogue.round_end_set"
    assert Act.objects.get().turns.get(substitute=True).person == make.person("Els")
    assert not permissions.acts_as_facilitator(challenge, by("Els")), "nothing waits any more"


def test_r16_the_three_days_stand_still_during_a_step_back() -> None:
    challenge, opened = guarded()
    end_on(opened, "Femke")
    days_ago(waiting(challenge), 4)
    call_step_back(challenge, reason="Even samen kijken.", by=by("Amina"))
    pause = challenge.pauses.get()
    pause.began_at = timezone.now() - dt.timedelta(days=2)
    pause.save()
    assert not permissions.acts_as_facilitator(challenge, by("Els"))
    respond(ask_to_go_on(challenge, by=by("Amina")), agrees=True, by=by("Bram"))
    assert not permissions.acts_as_facilitator(challenge, by("Els")), "two of the four days stood still"
    days_ago(waiting(challenge), 5.1)
    assert permissions.acts_as_facilitator(challenge, by("Els"))


def test_e7_a_substitute_of_both_turns_one_key_only() -> None:
    challenge, opened = guarded()
    Facilitator.objects.update(substitute=make.person("Els"))
    end_on(opened, "Femke")
    act = waiting(challenge)
    act.turns.all().delete()
    days_ago(act, 4)
    actions.confirm(act, by=by("Els"))
    actions.confirm(act, by=by("Els"))
    act.refresh_from_db()
    assert (act.state, act.turns.count()) == (Act.State.WAITS, 1)


def test_a_facilitator_who_came_later_gives_the_yes_that_counts() -> None:
    challenge, opened = guarded()
    end_on(opened, "Femke")
    stop("Femke", challenge)
    make_facilitators.outsider(challenge, make.person("Gerrit"), proposer=make.amina(), others=[make.bram()])
    assert not end_on(opened, "Dilek")
    assert types(challenge)[-1] == "facilitation.step_confirmed"
    assert end_on(opened, "Gerrit")


def test_e7_as_long_as_one_facilitator_is_missing_another_party_says_the_second_yes() -> None:
    challenge, opened = guarded()
    stop("Femke", challenge)
    assert not end_on(opened, "Dilek")
    with pytest.raises(NotAllowed):
        actions.confirm(waiting(challenge), by=by("Amina"))
    actions.confirm(waiting(challenge), by=by("Bram"))
    assert types(challenge)[-1] == "dialogue.round_end_set"
    assert not end_on(opened, "Bram", days=12), "and the table does not act without the facilitator either"
    assert end_on(opened, "Dilek", days=12)


def test_r16_without_facilitators_one_at_the_table_is_enough_or_two_of_two_parties_where_it_says_so() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    opened = dialogue.open_first_round(challenge)
    assert end_on(opened, "Bram")
    assert not Act.objects.exists()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=make.amina())
    queries.register_step(queries.Step(prefix="test_two", label=str, carry_out=lambda act, _by: act, two_parties=True))
    assert not actions.both(challenge, "test_two", by=by("Amina"))
    assert not actions.both(challenge, "test_two", by=by("Dilek")), "the same party"
    assert actions.both(challenge, "test_two", by=by("Bram"))


def test_e7_a_party_that_said_yes_and_then_gives_the_facilitator_has_one_key_still() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    queries.register_step(queries.Step(prefix="test_two", label=str, carry_out=lambda act, _by: act, two_parties=True))
    assert not actions.both(challenge, "test_two", by=by("Amina"))
    make_facilitators.of_party(challenge, make.dilek(), proposer=amina, others=[bram])
    assert not actions.both(challenge, "test_two", by=by("Dilek"))
    assert actions.both(challenge, "test_two", by=by("Bram"))


def test_a_step_lapses_after_two_weeks_of_running_time_and_can_be_asked_again() -> None:
    challenge, opened = guarded()
    end_on(opened, "Dilek")
    days_ago(waiting(challenge), 13.9)
    assert jobs.let_acts_lapse() == 0
    days_ago(waiting(challenge), 14.1)
    with pytest.raises(NotAllowed):
        actions.let_lapse(waiting(challenge), by=by("Dilek"))
    call_step_back(challenge, reason="Even stil.", by=by("Amina"))
    challenge.pauses.update(began_at=timezone.now() - dt.timedelta(days=1))
    assert jobs.let_acts_lapse() == 0, "the clock stands still"
    respond(ask_to_go_on(challenge, by=by("Amina")), agrees=True, by=by("Bram"))
    assert jobs.let_acts_lapse() == 0
    days_ago(waiting(challenge), 16)
    assert jobs.let_acts_lapse() == 1
    assert types(challenge)[-1] == "facilitation.step_lapsed"
    assert jobs.let_acts_lapse() == 0
    assert not end_on(opened, "Dilek")
    assert types(challenge)[-1] == "facilitation.step_asked"


def test_steps_over_http_for_everybody(client: Client) -> None:
    challenge, opened = guarded()
    end_on(opened, "Dilek")
    act = waiting(challenge)
    page = f"/opgaven/{challenge.slug}/procesbegeleiders/"
    yes, back = f"{page}stap/{act.public_id}/akkoord/", f"{page}stap/{act.public_id}/intrekken/"
    assert client.get(page).status_code == 200
    assert client.get(yes).status_code == 405
    assert client.post(yes).status_code == 302
    assert not Act.objects.exclude(state=Act.State.WAITS).exists(), "an anonymous visitor goes to the entrance"
    for name, status in (("Chris", 403), ("Amina", 403), ("Femke", 302)):
        client.force_login(make.person(name))
        shown = client.get(page).content.decode()
        assert (yes in shown) == (name == "Femke")
        assert client.post(yes).status_code == status
    assert client.post(back).status_code == 409
    assert client.post(f"{page}stap/{'0' * 32}/akkoord/").status_code == 404
    round_page = f"/opgaven/{challenge.slug}/dialoog/ronde/"
    assert "ronde/einde/" in client.get(round_page).content.decode()
    day = (timezone.localdate() + dt.timedelta(days=30)).isoformat()
    sent = client.post(f"{round_page}einde/", {"ends_on": day}, follow=True)
    assert "Je ja is bewaard" in sent.content.decode()
    client.force_login(make.amina())
    assert "ronde/einde/" not in client.get(round_page).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries_for_one_and_for_three(
    count: int, client: Client, django_assert_num_queries: object
) -> None:
    challenge, _opened = guarded()
    for number in range(count):
        Act.objects.create(
            challenge=challenge,
            about=f"round_end:{number}",
            facts={"ends_on": timezone.localdate().isoformat()},
            asked_at=timezone.now(),
        )
    client.force_login(make.person("Femke"))
    client.get(f"/opgaven/{challenge.slug}/procesbegeleiders/")
    with django_assert_num_queries(21):  # type: ignore[operator]
        client.get(f"/opgaven/{challenge.slug}/procesbegeleiders/")


def test_e7_one_facilitator_and_a_party_propose_the_next_phase_together_and_neither_alone() -> None:
    challenge, _opened = guarded()
    stop("Femke", challenge)
    for name in ("Dilek", "Bram", "Amina"):
        with pytest.raises(NotAllowed):
            propose_step(challenge, LEAVE_LEAD_IN, by=by(name))
    assert not Act.objects.filter(state=Act.State.WAITS).exists(), "nothing waits of what was refused"
    assert propose_phase(challenge, LEAVE_LEAD_IN, by=by("Dilek")) is None
    assert propose_phase(challenge, LEAVE_LEAD_IN, by=by("Bram")) is not None


def test_e7_the_next_phase_is_proposed_by_both_facilitators_and_answered_by_the_parties() -> None:
    challenge, _opened = guarded()
    with pytest.raises(NotAllowed):
        propose_step(challenge, LEAVE_LEAD_IN, by=by("Amina"))
    with pytest.raises(NotAllowed):
        propose_phase(challenge, LEAVE_LEAD_IN, by=by("Bram"))
    assert propose_phase(challenge, LEAVE_LEAD_IN, by=by("Dilek")) is None
    assert not Round.objects.filter(about=LEAVE_LEAD_IN).exists()
    actions.confirm(waiting(challenge), by=by("Femke"))
    asked = Round.objects.get(about=LEAVE_LEAD_IN)
    assert not asked.answers.exists()
    with pytest.raises(NotAllowed):
        take_back(asked, by=by("Amina"))
    for name, agreed in (("Amina", False), ("Bram", True)):
        assert respond(asked, agrees=True, by=by(name)).agreed == agreed
    challenge.refresh_from_db()
    assert challenge.phase == "interests"
    assert propose_step(make.closed_challenge_of_two()[0], LEAVE_LEAD_IN, by=by("Amina")).from_table


def test_b28_a_signal_is_a_task_for_both_facilitators_and_later_for_the_substitute() -> None:
    challenge, _opened = guarded()
    given = signal_pace(challenge, kind="fast", words="Een week erbij.", by=by("Bram"))
    assert {name for name in ("Dilek", "Femke", "Els", "Amina", "Bram") if tasks_about(name, given)} == {
        "Dilek",
        "Femke",
    }
    with pytest.raises(NotAllowed):
        answer_signal(given, words="Goed.", by=by("Els"))
    Facilitator.objects.update(since=timezone.now() - dt.timedelta(days=60))
    type(given).objects.update(given_at=timezone.now() - dt.timedelta(days=4))
    given.refresh_from_db()
    assert tasks_about("Els", given)
    answer_signal(given, words="Een week erbij is goed.", by=by("Els"))
    assert not any(tasks_about(name, given) for name in ("Dilek", "Femke", "Els"))


def test_b28_without_facilitators_a_signal_is_a_task_for_every_party() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    given = signal_pace(challenge, kind="slow", by=by("Bram"))
    assert all(tasks_about(name, given) for name in ("Amina", "Bram"))
    assert not tasks_about("Chris", given)


def test_e12_two_facilitators_look_together_at_one_more_step_back_than_agreed() -> None:
    challenge, _opened = guarded()
    for _time in range(2):
        call_step_back(challenge, reason="Te snel.", by=by("Amina"))
        respond(ask_to_go_on(challenge, by=by("Amina")), agrees=True, by=by("Bram"))
    third = call_step_back(challenge, reason="Nog een keer.", by=by("Amina"))
    with pytest.raises(NotAllowed):
        allow_step_back(third, by=by("Bram"))
    assert allow_step_back(third, by=by("Dilek")).pause is None
    assert types(challenge)[-1] == "facilitation.step_asked"
    actions.confirm(waiting(challenge), by=by("Femke"))
    third.refresh_from_db()
    assert third.pause is not None
    assert types(challenge)[-1] == "pace.step_back_allowed"


def test_b28_a_step_that_waits_is_a_task_for_whose_yes_is_missing() -> None:
    challenge, opened = guarded()
    end_on(opened, "Dilek")

    def asked(name: str) -> bool:
        return any("laatste dag" in task.about for task in my_tasks(make.person(name)))

    assert {name for name in ("Dilek", "Femke", "Els", "Amina", "Bram") if asked(name)} == {"Femke"}
    stop("Femke", challenge)
    assert {name for name in ("Dilek", "Femke", "Els", "Amina", "Bram") if asked(name)} == {"Bram"}
    actions.confirm(waiting(challenge), by=by("Bram"))
    assert not asked("Bram")
    assert not end_on(opened, "Bram", days=20)
    assert {name for name in ("Dilek", "Els", "Amina", "Bram") if asked(name)} == {"Dilek"}
    days_ago(waiting(challenge), 4)
    assert {name for name in ("Dilek", "Els", "Amina", "Bram") if asked(name)} == {"Dilek", "Els"}


def tasks_about(name: str, given: Signal) -> list[Task]:
    return [task for task in my_tasks(make.person(name)) if given.public_id in task.url]
