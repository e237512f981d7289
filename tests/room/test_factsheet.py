"""The factsheet of a challenge: current, the same for everybody, and never longer than two sheets of paper."""

import re
from typing import Any

import pytest
from django.test import Client

from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.reach import actions as reach
from communityup.workspace.room.queries import MOST_ON_PAPER
from tests import make
from tests.make_agreements import agreed
from tests.make_goals import shared_goal

pytestmark = pytest.mark.django_db


def sheet(challenge: Challenge, name: str = "") -> str:
    client = Client()
    if name:
        client.force_login(make.person(name))
    return client.get(f"/opgaven/{challenge.slug}/factsheet/").content.decode()


def test_a43_factsheet_of_a_challenge_has_date_version_and_what_is_agreed_now() -> None:
    challenge, amina, bram = make.challenge_of_two()
    shared_goal(challenge, amina, bram, words="De deur staat elke avond open")
    agreement = agreed(challenge, amina, bram)
    reach.be_contact(challenge, name="Bram", phone="0123 456 789", email="", hours="Op dinsdag", by=Actor.of(bram))
    page = sheet(challenge)
    version = re.search(r"Factsheet van \w+dag \d+ \w+ 20\d\d, tot en met regel (\d+) van het logboek", page)
    assert version
    wanted = (
        "De deur staat elke avond open",
        str(agreement),
        "0123 456 789",
        "Op dinsdag",
        f"/opgaven/{challenge.slug}",
    )
    assert [words for words in wanted if words not in page] == []
    shared_goal(challenge, amina, bram, words="Iedereen kan er terecht")
    later = sheet(challenge)
    assert "Iedereen kan er terecht" in later
    assert f"regel {version[1]} " not in later
    for address in set(re.findall(r'href="(/[^"#]*)"', page.partition("<main")[2])):
        assert Client().get(address, follow=True).status_code == 200, address


def test_a43_e3_factsheet_is_the_same_for_everybody_who_may_read_and_there_for_nobody_else() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    inside = [re.sub(r'nonce="[^"]+"', "", sheet(challenge, str(one))).partition("<main")[2] for one in (amina, bram)]
    assert inside[0] == inside[1]
    assert "Denk mee" not in inside[0], "a closed challenge leads nobody to it"
    assert Client().get(f"/opgaven/{challenge.slug}/factsheet/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_factsheet_asks_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    challenge, amina, bram = make.challenge_of_two()
    for number in range(count):
        shared_goal(challenge, amina, bram, words=f"Doel {number}")
        agreed(challenge, amina, bram)
    with django_assert_num_queries(8):
        sheet(challenge)


def test_a43_of_many_goals_and_agreements_as_many_stand_there_as_fit_on_two_sheets() -> None:
    challenge, amina, bram = make.challenge_of_two()
    for number in range(MOST_ON_PAPER + 2):
        shared_goal(challenge, amina, bram, words=f"Doel {number}")
    page = sheet(challenge).partition("Gemeenschappelijke doelen</h2>")[2].partition("</section>")[0]
    assert page.count("<li>") == MOST_ON_PAPER
    assert "en nog 2" in page
