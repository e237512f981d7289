"""E12: a step back is told on every page of its challenge; what is refused meanwhile is not asked."""

import pytest
from django.test import Client

from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.actions import respond
from communityup.workspace.goals.actions import propose_goal
from communityup.workspace.goals.models import Goal
from communityup.workspace.pace import actions as pace
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from communityup.workspace.tasks.queries import Asked, tasks_for
from tests import make

pytestmark = pytest.mark.django_db
BAND = "Er is een stapje terug: nu wordt niets besloten"
UNPROCESSABLE = 422


def asked_of_bram(challenge: Challenge) -> set[str]:
    party = make.party_of(challenge, make.bram())
    return {str(task.about) for task in tasks_for(Asked(parties=frozenset({party.pk})))}


def signed_in() -> Client:
    client = Client()
    client.force_login(make.bram())
    return client


def with_questions() -> Challenge:
    challenge, amina, _bram = make.challenge_of_two()
    propose_goal(challenge, words="Een dak dat niet lekt", by=Actor.of(amina))
    propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(amina))
    return challenge


def test_e12_every_page_tells_of_a_step_back_and_leads_to_what_stays_possible() -> None:
    challenge, client = with_questions(), signed_in()
    parts = ["", "doelen/", "belangen/", "fase/", "dialoog/", "afspraken/", "afspraken/nieuw/", "logboek/"]
    pages = [f"/opgaven/{challenge.slug}/{part}" for part in parts]
    assert all(BAND not in client.get(page).content.decode() for page in pages)
    pace.call_step_back(challenge, reason="Even samen kijken.", by=Actor.of(make.bram()))
    for page in pages:
        words = client.get(page).content.decode()
        assert words.count(BAND) == 1, page
        assert f'href="/opgaven/{challenge.slug}/tempo/"' in words.partition(BAND)[2][:200]
    own = client.get(f"/opgaven/{challenge.slug}/tempo/").content.decode()
    assert BAND not in own, "there the whole table stands"
    assert own.count("<h1") == 1
    respond(pace.ask_to_go_on(challenge, by=Actor.of(make.bram())), agrees=True, by=Actor.of(make.amina()))
    assert all(BAND not in client.get(page).content.decode() for page in pages)


def test_e12_what_is_refused_in_a_step_back_is_not_asked_meanwhile_and_asked_again_afterwards() -> None:
    challenge = with_questions()
    before = asked_of_bram(challenge)
    waits = {"Een dak dat niet lekt", "Uit de aanloop gaan"}
    assert waits <= before, before
    pace.call_step_back(challenge, reason="Even samen kijken.", by=Actor.of(make.amina()))
    meanwhile = asked_of_bram(challenge)
    assert meanwhile == before - waits
    go_on = pace.ask_to_go_on(challenge, by=Actor.of(make.amina()))
    assert len(asked_of_bram(challenge) - meanwhile) == 1, "whether all go on is asked in a step back"
    respond(go_on, agrees=True, by=Actor.of(make.bram()))
    assert waits <= asked_of_bram(challenge)


def test_e12_a_refusal_in_a_step_back_leads_to_what_stays_possible_and_keeps_what_was_typed() -> None:
    challenge, client = with_questions(), signed_in()
    pace.call_step_back(challenge, reason="Even samen kijken.", by=Actor.of(make.amina()))
    goal = Goal.objects.get(challenge=challenge)
    refused = client.post(f"/opgaven/{challenge.slug}/doelen/{goal.public_id}/nog-niet/", {"reason": "Eerst rekenen."})
    assert refused.status_code == UNPROCESSABLE, "it stands in the form"
    page = refused.content.decode()
    assert f'<a href="/opgaven/{challenge.slug}/tempo/">Wat nu wel kan</a>' in page
    assert "Eerst rekenen." in page
