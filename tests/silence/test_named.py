"""X15: "waiting for B since" says on what too, and leads there; a goal waits like every other question."""

import pytest
from django.test import Client

from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.queries import asked_now
from communityup.workspace.goals import actions as goals
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from tests import make
from tests.make_goals import interest, proposed_goal, shared_goal

pytestmark = pytest.mark.django_db
WORDS = "Een dak dat niet lekt"
ASKED, LETS_GO = f"Is dit doel ook van jullie? {WORDS}", f"Laten we dit doel los? {WORDS}"


def read(challenge: Challenge, part: str, *, as_bram: bool = False) -> str:
    client = Client()
    if as_bram:
        client.force_login(make.bram())
    return client.get(f"/opgaven/{challenge.slug}/{part}").content.decode()


def line(page: str, words: str) -> str:
    """Return the row of a list with these words."""
    return page.partition(f">{words}</a>")[2].partition("</ul>")[0]


def test_x15_a_proposed_goal_stands_between_what_waits_on_whom_with_who_is_silent() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    goal = proposed_goal(challenge, amina, WORDS)
    link = f'<a href="/opgaven/{challenge.slug}/doelen/">{ASKED}</a>'
    for part in ("", "akkoord/"):
        page = read(challenge, part)
        assert link in page, part
        assert "Gemeente Lindeveen" in line(page, ASKED)
        assert "jouw antwoord wordt verwacht" in line(read(challenge, part, as_bram=True), ASKED)
        assert "jouw antwoord wordt verwacht" not in page
    assert "Er wacht geen vraag op antwoord" not in read(challenge, "akkoord/")
    goals.agree_to_goal(goal, by=Actor.of(make.bram()))
    assert ASKED not in read(challenge, "")
    assert "Er wacht geen vraag op antwoord" in read(challenge, "akkoord/")


def test_x15_letting_a_goal_go_waits_in_the_same_way() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goals.ask_to_retire(shared_goal(challenge, amina, bram, words=WORDS), reason="Te duur.", by=Actor.of(amina))
    (row,) = asked_now(challenge, make.party_of(challenge, bram))["asked_elsewhere"]
    assert (row["label"], row["own_waits"], [one["number"] for one in row["silent"]]) == (LETS_GO, True, [2])
    assert asked_now(challenge, make.party_of(challenge, amina))["asked_elsewhere"][0]["own_waits"] is False
    assert LETS_GO in read(challenge, "")


def test_x15_where_a_party_is_waited_for_each_question_is_named_and_linked() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    proposed_goal(challenge, amina, WORDS)
    step = propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(amina))
    for part in ("stilte/", "partijen/"):
        page = read(challenge, part)
        assert f'<a href="/opgaven/{challenge.slug}/doelen/">{ASKED}</a>' in page, part
        assert f'<a href="/opgaven/{challenge.slug}/akkoord/{step.public_id}/">Uit de aanloop gaan</a>' in page, part
    challenge.phase = "interests"
    challenge.save()
    interest(challenge, amina)
    for part in ("stilte/", "partijen/"):
        own = f'<a href="/opgaven/{challenge.slug}/belangen/">De belangen van deze partij</a>'
        assert read(challenge, part).count(own) == 1, part
