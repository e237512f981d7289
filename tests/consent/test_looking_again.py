"""B29: half a year after all agreed, all parties are asked whether it still fits; until then it counts as it was."""

import datetime as dt
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.ui.templatetags.ui import long_date
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent import actions, jobs, queries
from communityup.workspace.consent.models import Round
from communityup.workspace.endings import actions as endings
from communityup.workspace.goals import actions as goals
from communityup.workspace.goals.models import Goal
from communityup.workspace.pace import actions as pace
from communityup.workspace.rules import actions as rules
from communityup.workspace.tasks.queries import my_tasks
from tests import make, make_notices
from tests.make_network import browser
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
GOAL, CONFLICT = "Het dak is dicht", 409
WORDS = {"goal": f"Past dit nog? {GOAL}", "rules": "Past dit nog? de spelregels, versie 2"}


def later(days: int) -> AbstractContextManager[None]:
    return make_notices.at(timezone.localtime() + dt.timedelta(days=days))  # at this hour, summer time or not


def new_rules(challenge: Challenge, words: str) -> None:
    version = rules.propose_rules(challenge, parts=[("Zo", words)], by=Actor.of(make.amina()))
    assert version.asked is not None
    actions.respond(version.asked, agrees=True, by=Actor.of(make.bram()))


@built_once
def goal() -> tuple[Challenge, Person, Person]:
    """Return a challenge in which all parties share one goal."""
    challenge, amina, bram = make.challenge_of_two()
    goals.agree_to_goal(goals.propose_goal(challenge, words=GOAL, by=Actor.of(amina)), by=Actor.of(bram))
    return challenge, amina, bram


@built_once
def changed_rules() -> tuple[Challenge, Person, Person]:
    """Return a challenge in which all parties agreed on a version of the working agreement."""
    challenge, amina, bram = make.challenge_of_two()
    new_rules(challenge, "We praten om de beurt.")
    return challenge, amina, bram


MADE = {"goal": goal, "rules": changed_rules}


def again() -> Round:
    return Round.objects.get(about__startswith="again:", outcome=Round.Outcome.OPEN)


def types(challenge: Challenge) -> list[str]:
    found = Line.objects.filter(stream=challenge.stream, type__startswith="consent.").order_by("n")
    return list(found.values_list("type", flat=True))


def asked_of(who: Person) -> list[str]:
    return [one.about for one in my_tasks(who) if one.about.startswith("Past dit nog?")]


@pytest.mark.parametrize("kind", MADE)
def test_b29_half_a_year_later_all_are_asked_once_and_it_counts_on_with_the_yes_of_every_party(kind: str) -> None:
    challenge, amina, bram = MADE[kind]()
    with later(181):
        assert (jobs.look_again(), asked_of(amina)) == (0, [])
    with later(183):
        assert (jobs.look_again(), jobs.look_again()) == (1, 0)
        assert types(challenge)[-1] == "consent.review_came"
        assert again().answers.count() == 0, "nobody said yes with the question"
        for who in (amina, bram):
            assert asked_of(who) == [WORDS[kind]]
        actions.respond(again(), agrees=True, by=Actor.of(bram))
        assert (asked_of(amina), asked_of(bram)) == ([WORDS[kind]], [])
        place = f"/opgaven/{challenge.slug}/akkoord/{again().public_id}/"
        assert WORDS[kind] in Client().get(place).content.decode()
        browser(amina).post(f"{place}ja/")
        assert types(challenge)[-1] == "consent.still_fits"
        assert (asked_of(amina), jobs.look_again()) == ([], 0)
    with later(183 + 181):
        assert jobs.look_again() == 0
    with later(183 + 183):
        assert jobs.look_again() == 1


@pytest.mark.parametrize("kind", MADE)
def test_b29_silence_and_not_yet_leave_it_as_it_counts_and_the_question_open(kind: str) -> None:
    challenge, amina, bram = MADE[kind]()
    with later(183):
        jobs.look_again()
        actions.respond(again(), agrees=True, by=Actor.of(amina))
        actions.respond(again(), agrees=False, reason="De huur ging omhoog.", by=Actor.of(bram))
        with pytest.raises(NotAllowed, match="blijft staan tot alle partijen"):
            actions.take_back(again(), by=Actor.of(amina))
    with later(600):
        assert jobs.look_again() == 0
        assert again().answers.filter(agrees=True).count() == 1
        assert "De huur ging omhoog." in Client().get(f"/opgaven/{challenge.slug}/akkoord/").content.decode()
    challenge.refresh_from_db()
    assert challenge.rules == (2 if kind == "rules" else 1)
    assert Goal.objects.filter(state=Goal.State.SHARED).count() == (1 if kind == "goal" else 0)


def test_b29_what_was_changed_or_let_go_meanwhile_is_no_longer_asked() -> None:
    challenge, amina, bram = changed_rules()
    with later(183):
        jobs.look_again()
        old = again()
        assert not actions.stop_asking(old, by=Actor.job("decision_reviews")), "it counts, so it stays asked"
        assert types(challenge)[-1] == "consent.review_came"
        new_rules(challenge, "We praten in een kring.")
        actions.respond(old, agrees=True, by=Actor.of(amina))
        with pytest.raises(Refused, match="intussen veranderd"):
            actions.respond(old, agrees=True, by=Actor.of(bram))
        assert (jobs.look_again(), asked_of(bram)) == (1, [])
        assert types(challenge)[-1] == "consent.review_ended"
        old.refresh_from_db()
        assert old.outcome == Round.Outcome.WITHDRAWN
        with pytest.raises(NotAllowed):
            actions.stop_asking(old, by=Actor.of(amina))
    with later(183 + 183):
        assert jobs.look_again() == 1
        assert asked_of(bram) == ["Past dit nog? de spelregels, versie 3"]


def test_b29_a_goal_that_was_let_go_is_not_looked_at() -> None:
    _challenge, amina, bram = goal()
    found = Goal.objects.get()
    goals.ask_to_retire(found, reason="Klaar.", by=Actor.of(amina))
    goals.agree_to_retire(found, by=Actor.of(bram))
    with later(183):
        assert jobs.look_again() == 0


def test_b29_a_step_back_moves_the_day_and_a_closed_challenge_is_left_in_peace() -> None:
    challenge, amina, bram = goal()
    pace.call_step_back(challenge, reason="Even kijken.", by=Actor.of(amina))
    with later(190):
        assert jobs.look_again() == 0
        actions.respond(pace.ask_to_go_on(challenge, by=Actor.of(amina)), agrees=True, by=Actor.of(bram))
        assert jobs.look_again() == 0
    with later(300):
        assert queries.due_decisions() == []
    with later(374):
        assert len(queries.due_decisions()) == 1
        closing = endings.propose(challenge, outcome="together", reason="Klaar.", by=Actor.of(amina))
        actions.respond(closing.asked, agrees=True, by=Actor.of(bram))
        assert jobs.look_again() == 0


def test_b29_everybody_reads_on_which_day_all_look_again() -> None:
    challenge, amina, _bram = changed_rules()
    made = goals.propose_goal(challenge, words=GOAL, by=Actor.of(amina))
    goals.agree_to_goal(made, by=Actor.of(make.bram()))
    day = timezone.localdate() + dt.timedelta(days=182)
    said = {"spelregels": f"Op {long_date(day)} kijken alle", "doelen": f"Opnieuw kijken: {long_date(day)}"}
    for place, words in said.items():
        assert words in Client().get(f"/opgaven/{challenge.slug}/{place}/").content.decode()
        with later(183):
            page = Client().get(f"/opgaven/{challenge.slug}/{place}/").content.decode()
            assert f"Sinds {long_date(day)} kijken alle partijen" in page


def test_b29_nobody_else_asks_and_not_before_the_day() -> None:
    _challenge, amina, _bram = goal()
    decision = Goal.objects.get().round
    for somebody in (Actor.of(amina), Actor.operator()):
        with pytest.raises(NotAllowed):
            actions.ask_whether_it_fits(decision, by=somebody)
    assert not actions.ask_whether_it_fits(decision, by=Actor.job("decision_reviews"))


def test_looking_for_what_is_due_asks_the_database_as_often_for_three_as_for_one() -> None:
    challenge, amina, bram = goal()
    counts = []
    for words in ("De zaal is warm", "De deur is open"):
        with later(183), CaptureQueriesContext(connection) as asked:
            found = queries.due_decisions()
        counts.append((len(found), len(asked)))
        goals.agree_to_goal(goals.propose_goal(challenge, words=words, by=Actor.of(amina)), by=Actor.of(bram))
    with later(183), CaptureQueriesContext(connection) as asked:
        assert len(queries.due_decisions()) == 3
    assert [*counts, (3, len(asked))] == [(1, 3), (2, 3), (3, 3)]
    with later(183):
        assert jobs.look_again() == 3
