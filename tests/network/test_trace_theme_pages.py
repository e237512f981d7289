"""The page of a theme: from sessions, members and learning questions to it, and from there to all that goes with it."""

from typing import Any

import pytest

from communityup.network.library import queries
from communityup.network.meetings.actions import plan_session
from communityup.network.members import actions as members
from communityup.network.peers.actions import ask_question
from communityup.people.actors import Actor
from tests import make
from tests.make_meetings import about, in_days, planned
from tests.make_network import browser, coordinated, member
from tests.make_practice import shown

pytestmark = pytest.mark.django_db
PAGE = "/praktijken/themas/gebouwen-loslaten/"


def read(path: str) -> str:
    return browser().get(path).content.decode()


def test_b41_session_member_and_question_lead_to_their_theme_and_the_theme_leads_to_all_of_them() -> None:
    made, practice, _voice = shown()
    session = planned(made, make.dilek(), in_days(9), title="Sleutels delen", theme="Gebouwen loslaten")
    zoe = make.person("Zoë")
    one = member(made, "Dorpshuis Oost", zoe, theme="gebouwen loslaten", place="Heidelo")
    words = "Wie sluit de zaal af?"
    question = ask_question(one, theme="Gebouwen loslaten", words=words, along=[], by=Actor.of(zoe))
    here = f"/netwerken/{made.slug}/"
    paths = {
        f"{here}bijeenkomsten/{session.slug}/": "Sleutels delen",
        f"{here}leden/{one.public_id}/": "Dorpshuis Oost",
        f"{here}leervragen/{question.public_id}/": words,
    }
    theme = read(PAGE)
    for path, title in paths.items():
        assert f'href="{PAGE}"' in read(path)
        assert (f'href="{path}"' in theme, title in theme) == (True, True)
    assert f'href="/praktijken/{practice.series}/"' in theme


def test_b41_theme_without_a_practice_has_a_page_as_long_as_something_goes_with_it() -> None:
    made, dilek = coordinated()
    assert browser().get(PAGE).status_code == 404
    one = member(made, "Dorpshuis Oost", make.amina(), theme="Gebouwen loslaten")
    page = read(PAGE)
    assert "<h1>Gebouwen loslaten</h1>" in page
    assert "nog geen praktijk" in page
    other = member(made, "Gemeente Heidelo", make.bram(), theme="Gebouwen loslaten")
    members.leave(one, by=Actor.of(make.amina()))
    assert ("Gemeente Heidelo" in read(PAGE), "Dorpshuis Oost" in read(PAGE)) == (True, False)
    members.leave(other, by=Actor.of(make.bram()))
    assert browser().get(PAGE).status_code == 404, "who left is no longer told"
    planned(made, dilek, theme="Gebouwen loslaten")
    assert browser().get(PAGE).status_code == 200


def test_b2_theme_page_tells_nothing_of_closed_sessions() -> None:
    made, dilek = coordinated()
    told = about("Onder ons", theme="Gebouwen loslaten", closed=True)
    plan_session(made, about=told, moment=in_days(9), by=Actor.of(dilek))
    assert browser(dilek).get(PAGE).status_code == 404
    planned(made, dilek, theme="Gebouwen loslaten")
    assert "Onder ons" not in browser(dilek).get(PAGE).content.decode()


def test_theme_of_which_no_address_can_be_made_is_words_alone() -> None:
    made, dilek = coordinated()
    session = planned(made, dilek, in_days(9), theme="???")
    assert "???" in read(f"/netwerken/{made.slug}/bijeenkomsten/{session.slug}/")


@pytest.mark.parametrize("count", [1, 3])
def test_theme_page_asks_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made, dilek = coordinated()
    for number in range(count):
        planned(made, dilek, in_days(9 + number), title=f"Sessie {number}", theme="Gebouwen loslaten")
        member(made, f"Lid {number}", make.person(f"Mens {number}"), theme="Gebouwen loslaten")
    with django_assert_num_queries(6):
        assert len(queries.theme_page("gebouwen-loslaten")["beside"]) == len(("sessions", "members"))
