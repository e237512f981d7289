"""The overview offers what one can do now, and nothing that is refused a moment later."""

from html import unescape

import pytest
from django.test import Client

from communityup.workspace.challenges.models import Challenge, Party
from tests import make

pytestmark = pytest.mark.django_db


def overview(challenge: Challenge, client: Client) -> str:
    return client.get(f"/opgaven/{challenge.slug}/").content.decode()


def test_an_agreement_is_offered_once_a_second_party_takes_part() -> None:
    challenge, client = make.challenge_of_one(), Client()
    client.force_login(make.amina())
    address = f"/opgaven/{challenge.slug}/afspraken/nieuw/"
    assert address not in overview(challenge, client)
    make.join(challenge, make.bram(), "Gemeente Lindeveen", "municipality")
    assert address in overview(challenge, client)
    assert address not in overview(challenge, Client())


def test_a_conversation_held_elsewhere_shows_its_map_and_asks_nothing() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    assert "Deel een gedachte" in overview(challenge, Client())
    Party.objects.filter(challenge=challenge).update(invented=True)
    page = overview(challenge, Client())
    assert "Deel een gedachte" not in page
    assert "Maak de eerste" not in page
    assert f"/opgaven/{challenge.slug}/dialoog/meningenbeeld/" in page


def test_a34_every_part_of_the_lead_in_has_a_sentence_that_says_why(client: Client) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    page = client.get(f"/opgaven/{challenge.slug}/aanloop/")
    assert page.status_code == 200
    for part in page.context["parts"]:
        assert str(part["why"]) in unescape(page.content.decode())
        assert str(part["why"]).endswith((".", "?"))
