"""A19: local knowledge may say where it is; nobody has to."""

import pytest
from django.test import Client

from communityup.base.errors import Refused
from communityup.log.models import Line
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.texts.models import Version
from communityup.texts.places import place_of
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.dialogue.actions import share_thought, withdraw_thought
from communityup.workspace.dialogue.models import PLACE_LENGTH, Statement
from communityup.workspace.moderation.actions import take_back
from tests import make

pytestmark = pytest.mark.django_db
WORDS, PLACE = "Hier is de stoep te smal.", "Hoek Molenstraat en Wiekstraat"


def shared(challenge: Challenge, place: str = PLACE) -> Statement:
    return share_thought(challenge, body=WORDS, place=place, by=Actor.of(make.amina()))


def test_a19_place_is_optional_and_kept_in_its_own_words() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    thought = shared(challenge, f"  {PLACE}\n ")
    assert str(thought.place) == PLACE
    assert thought.place is not None
    line = Line.objects.get(type="dialogue.thought_shared")
    assert line.content["place_commit"] == thought.place.commit
    without = share_thought(challenge, body="Zonder plek.", place="  ", by=Actor.of(make.amina()))
    assert without.place is None


def test_a_place_is_no_second_thought() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    with pytest.raises(Refused, match="hoogstens 80 tekens"):
        shared(challenge, "x" * (PLACE_LENGTH + 1))
    assert not Statement.objects.exists()


def test_a19_everybody_reads_the_place_where_the_thought_stands() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    thought = shared(challenge)
    base = f"/opgaven/{challenge.slug}/dialoog/"
    client = Client()
    client.force_login(bram)
    for page in ("", f"gedachte/{thought.public_id}/"):
        assert f"Plek: {PLACE}" in client.get(base + page).content.decode()
    client.post(f"{base}gedachte/{thought.public_id}/antwoord/", {"value": "1"})
    assert PLACE in client.get(base + "naast-elkaar/").content.decode()


def test_a19_a_contributor_shares_a_thought_with_a_place_over_http() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    client, base = Client(), f"/opgaven/{challenge.slug}/dialoog/"
    client.force_login(amina)
    wrong = client.post(base + "delen/", {"body": WORDS, "place": "x" * 81})
    assert wrong.status_code == 422
    assert "x" * 81 in wrong.content.decode()
    assert client.post(base + "delen/", {"body": WORDS, "place": PLACE}).status_code == 302
    assert client.post(base + "delen/", {"body": "Zonder plek."}).status_code == 302
    assert [str(one.place or "") for one in Statement.objects.all()] == [PLACE, ""]


def test_e22_the_place_goes_with_its_thought() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    thought = shared(challenge)
    withdraw_thought(thought, by=Actor.of(amina))
    assert not Version.objects.filter(body__in=[WORDS, PLACE]).exists()
    assert Line.objects.filter(type="texts.erased").count() == 2
    client, base = Client(), f"/opgaven/{challenge.slug}/dialoog/"
    client.force_login(amina)
    page = client.get(f"{base}gedachte/{thought.public_id}/").content.decode()
    assert "Deze gedachte is ingetrokken" in page
    for place in ("naast-elkaar/", "mijn/", ""):
        page += client.get(base + place).content.decode()
    assert "Molenstraat" not in page
    assert "[ingetrokken" not in page


def test_the_place_alone_can_be_taken_back_and_reported() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    thought = shared(challenge)
    assert thought.place is not None
    found = place_of(thought.place, stream=challenge.stream_id)
    assert found is not None
    assert found.url(challenge.slug) == f"/opgaven/{challenge.slug}/dialoog/gedachte/{thought.public_id}/"
    take_back(challenge, thought.place, by=Actor.of(amina))
    assert not Version.objects.filter(body=PLACE).exists()
    assert Version.objects.filter(body=WORDS).exists()
    withdraw_thought(Statement.objects.get(), by=Actor.of(amina))
    assert not Version.objects.filter(body=WORDS).exists()


def test_who_leaves_the_platform_takes_the_places_along() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    shared(challenge)
    leave_platform(amina, by=Actor.of(amina))
    assert not Version.objects.filter(body__in=[WORDS, PLACE]).exists()
