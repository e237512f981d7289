"""Home, one's own page and the pages about this site."""

import re
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.portal import queries
from communityup.workspace.challenges.actions import invite_party
from tests import make, make_network
from tests.make_agreements import proposed

pytestmark = pytest.mark.django_db

ABOUT = ["how_it_works", "accessibility", "privacy", "source", "glossary"]
WORD = re.compile(r"\w[\w'’.-]*")


def main_of(page: str) -> str:
    found = re.search(r"<main.*?</main>", page, re.DOTALL)
    assert found is not None
    return re.sub(r"<[^>]+>", " ", found[0])


def test_home_of_a_fresh_site_says_it_in_few_words() -> None:
    page = Client().get("/").content.decode()
    assert "niemand alleen oplost" in page
    assert f'href="{reverse("challenges:start")}"' in page
    assert len(WORD.findall(main_of(page))) <= 120


def test_home_shows_public_challenges_and_no_others() -> None:
    hidden = make.challenge_of_one(title="Alleen voor ons?")
    public, *_people = make.challenge_of_two()
    page = Client().get("/").content.decode()
    assert public.title in page
    assert hidden.title not in page
    assert "2 partijen" in page


def test_home_leads_to_staying_informed_once_there_is_something_to_hear_of() -> None:
    assert "Houd mij op de hoogte" not in Client().get("/").content.decode()
    make_network.network()
    page = Client().get("/").content.decode()
    assert re.search(r'<a [^>]*href="/nieuwsbrief/aanmelden/"[^>]*>Houd mij op de hoogte</a>', page)


def test_home_asks_the_database_as_little_with_many_challenges(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        Client().get("/")
    make.challenge_of_two()
    with django_assert_num_queries(2):
        Client().get("/")


def test_a10_how_it_works_is_one_screen_of_plain_words_without_signing_in() -> None:
    answer = Client().get("/zo-werkt-het/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<h1>Zo werkt het</h1>" in page
    for heading in ("Top-down", "Bottom-up", "Community-up"):
        assert re.search(rf"<h3>{heading}</h3>", page)
    text = main_of(page)
    assert len(WORD.findall(text)) <= 260
    sentences = [WORD.findall(sentence) for sentence in re.split(r"[.:!?]|\n\s*\n", text) if WORD.search(sentence)]
    words = [word for sentence in sentences for word in sentence]
    assert sum(map(len, sentences)) / len(sentences) <= 12
    assert max(map(len, sentences)) <= 22
    assert sum(len(word) for word in words) / len(words) <= 6


@pytest.mark.parametrize("name", ["home", *ABOUT])
def test_a31_the_word_list_is_one_click_from_every_page(name: str) -> None:
    page = Client().get(reverse(name)).content.decode()
    footer = page[page.index("<footer") :]
    assert 'href="/woordenlijst/"' in footer


def test_a31_the_word_list_has_the_words_of_the_interface_in_both_languages() -> None:
    client = Client()
    page = client.get("/woordenlijst/").content.decode()
    for word in ("Community-up werken", "Opgave", "Gedachte", "Meningenbeeld", "Akkoord om te proberen", "Brug"):
        assert f">{word}</dt>" in page
    client.cookies["language"] = "en"
    page = client.get("/woordenlijst/").content.decode()
    for word in ("Challenge", "Thought", "Opinion map", "Consent"):
        assert f">{word}</dt>" in page


def test_every_term_is_complete_and_stands_once() -> None:
    nl, en = queries.glossary("nl"), queries.glossary("en")
    assert len(nl) == len(en) >= 30
    assert all(term.term and term.other and term.meaning for term in nl + en)
    assert len({term.term for term in nl}) == len(nl)
    assert [term.term for term in nl] == sorted((term.term for term in nl), key=str.casefold)


@pytest.mark.parametrize("name", ABOUT)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_pages_about_this_site_are_open_to_everybody(name: str, language: str) -> None:
    client = Client()
    client.cookies["language"] = language
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("name", ["home", "my_page", *ABOUT, "security_txt", "robots_txt", "alive", "ready"])
def test_pages_to_read_take_no_post(name: str) -> None:
    assert Client().post(reverse(name)).status_code == 405


def test_ones_own_page_shows_challenges_and_waiting_invitations() -> None:
    amina, bram = make.amina(), make.bram()
    challenge = make.challenge_of_one(amina)
    invite_party(challenge, name="Gemeente", kind="municipality", email=bram.email, by=Actor.of(amina))
    assert challenge.title in page_of(amina)
    invited = page_of(bram)
    assert "Je bent uitgenodigd" in invited
    assert "Gemeente" in invited
    assert "nog niet mee" in invited
    assert challenge.title not in page_of(make.chris())


def page_of(person: Person) -> str:
    client = Client()
    client.force_login(person)
    return client.get("/mijn/").content.decode()


def test_ones_own_page_is_never_cached() -> None:
    client = Client()
    client.force_login(make.amina())
    assert "no-store" in client.get("/mijn/")["Cache-Control"]


def test_security_txt_says_whom_to_tell_and_until_when(settings: Any) -> None:
    settings.CONTACT_EMAIL = "veilig@example.org"
    answer = Client().get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert lines["Contact"] == "mailto:veilig@example.org"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", lines["Expires"])
    assert lines["Canonical"] == "http://testserver/.well-known/security.txt"


def test_search_engines_leave_own_pages_alone() -> None:
    text = Client().get("/robots.txt").content.decode()
    for path in ("/account/", "/mijn/", "/postvak/", "/opgaven/uitnodiging/"):
        assert f"Disallow: {path}" in text


def test_the_process_and_the_database_are_asked_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> bool:
        raise OperationalError("could not connect to server")

    assert Client().get("/_healthz/readyz/").status_code == 200
    monkeypatch.setattr(queries, "database_answers", away)
    assert Client().get("/_healthz/livez/").status_code == 200
    assert Client(raise_request_exception=False).get("/_healthz/readyz/").status_code in {500, 503}


def test_ones_own_page_shows_open_agreements_and_what_they_ask() -> None:
    challenge, amina, bram = make.challenge_of_two()
    proposed(challenge, amina, bram, what="Amina vraagt drie offertes")
    for person, asked in ((amina, False), (bram, True)):
        page = page_of(person)
        assert "Amina vraagt drie offertes" in page
        assert ("bevestig je dit?" in page) is asked
    assert "Amina vraagt drie offertes" not in page_of(make.chris())


def test_r19_ones_own_page_says_around_which_day_something_is_expected_as_the_tasks_do() -> None:
    challenge, amina, bram = make.challenge_of_two()
    proposed(challenge, amina, bram, days=9)
    client = Client()
    client.force_login(bram)
    pages = [main_of(client.get(address).content.decode()) for address in ("/mijn/", "/mijn/taken/")]
    own, tasks = (set(re.findall(r"rond \w+ \d+ \w+ \d{4}", page)) for page in pages)
    assert own == tasks != set()
