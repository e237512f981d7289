"""The language of a page: what somebody chose, else Dutch."""

import pytest
from django.test import Client

from communityup.people.models import Person
from tests.people.conftest import Enter

pytestmark = pytest.mark.django_db


def language_of(client: Client, **headers: str) -> str:
    page = client.get("/account/inloggen/", headers=headers)
    return "nl" if b'<html lang="nl"' in page.content else "en"


def test_dutch_is_the_language_whatever_the_browser_asks() -> None:
    assert language_of(Client(), accept_language="en,de") == "nl"


def test_somebody_signed_out_switches_and_returns_to_the_same_page() -> None:
    client = Client()
    answer = client.post("/taal/", {"language": "en", "next": "/woordenlijst/?x=1"})
    assert answer["Location"] == "/woordenlijst/?x=1"
    assert language_of(client) == "en"
    client.post("/taal/", {"language": "nl", "next": "/"})
    assert language_of(client) == "nl"


@pytest.mark.parametrize("bad", ["https://evil.example/", "//evil.example/", "http:evil", ""])
def test_switching_never_leads_elsewhere(bad: str) -> None:
    answer = Client().post("/taal/", {"language": "en", "next": bad})
    assert answer["Location"] in {"/", bad} - {"https://evil.example/", "//evil.example/"}


@pytest.mark.parametrize("language", ["", "fr", "../../x", "nl\r\nSet-Cookie: a=b"])
def test_a_language_we_do_not_have_is_dutch(language: str) -> None:
    client = Client()
    assert client.post("/taal/", {"language": language}).status_code == 302
    assert language_of(client) == "nl"
    client.cookies["language"] = "fr"
    assert language_of(client) == "nl"


def test_switching_takes_a_post() -> None:
    assert Client().get("/taal/").status_code == 405


def test_the_choice_of_somebody_signed_in_goes_along_to_other_browsers(enter: Enter) -> None:
    client = enter()
    client.post("/taal/", {"language": "en"})
    assert Person.objects.get().language == "en"
    elsewhere = Client()
    assert language_of(elsewhere) == "nl"
    enter(client=elsewhere)
    assert b'<html lang="en"' in elsewhere.get("/account/").content
