"""A next round is offered to who can open one, and to nobody else (E7)."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.dialogue import actions
from communityup.workspace.dialogue.models import Dialogue
from tests import make
from tests.make_endings import closed
from tests.make_facilitators import guarded

pytestmark = pytest.mark.django_db


def closed_round(challenge: Challenge) -> Challenge:
    thought = actions.share_thought(challenge, body="De zaal is er voor iedereen", by=Actor.of(make.bram()))
    Dialogue.objects.filter(pk=thought.dialogue_id).update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    actions.close_round(Dialogue.objects.get(pk=thought.dialogue_id), by=Actor.job("dialogue"))
    return challenge


def page(challenge: Challenge, name: str, part: str = "") -> str:
    client = Client()
    if name:
        client.force_login(make.person(name))
    return client.get(f"/opgaven/{challenge.slug}/dialoog/{part}").content.decode()


def is_offered(challenge: Challenge, name: str) -> bool:
    """Say whether the dialogue offers a next round; who is led to a form finds one there."""
    offers = "Open een volgende ronde" in page(challenge, name)
    assert ("dialoog/ronde/openen/" in page(challenge, name, "ronde/")) is offers, name
    return offers


def test_e7_two_facilitators_are_offered_a_next_round_and_the_table_they_guard_is_not() -> None:
    challenge, _first, _second = guarded()
    closed_round(challenge)
    offered = {name: is_offered(challenge, name) for name in ("Dilek", "Femke", "Amina", "Bram", "Chris", "")}
    assert offered == {"Dilek": True, "Femke": True, "Amina": False, "Bram": False, "Chris": False, "": False}


def test_r16_without_facilitators_everybody_at_the_table_is_offered_a_next_round() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    closed_round(challenge)
    assert [is_offered(challenge, name) for name in ("Amina", "Bram", "Chris")] == [True, True, False]


def test_r26_in_a_closed_challenge_nobody_is_offered_a_next_round() -> None:
    challenge, _first, _second = guarded()
    closed_round(challenge)
    closed(challenge, make.amina(), make.bram())
    assert not any(is_offered(challenge, name) for name in ("Dilek", "Femke", "Amina", "Bram"))
