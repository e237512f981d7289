"""What must hold on every page: read all of them, signed out and as every demo role."""

import re

import pytest
from django.test import Client

from communityup.log.models import Line
from communityup.people.models import Person
from communityup.post.models import Mail
from tests.crawl import pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_site")]

POOLED = re.compile(r"\d\s*(%|procent\b|percent\b)", re.IGNORECASE)
OF_A_CHALLENGE = re.compile(r"^/opgaven/(?!nieuw/|uitnodiging/|mijn-uitnodiging/)[^/]+/")


def client_of(role: str | None) -> Client:
    client = Client()
    if role:
        client.force_login(Person.objects.get(is_demo=True, display_name=role))
    return client


ROLES = [None, "Voorzitter van de bewonersgroep", "Gebiedsmanager van de gemeente", "Adviseur van de netbeheerder"]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_that_is_linked_exists_and_reading_changes_nothing(role: str | None) -> None:
    before = Line.objects.count()
    read = list(pages(client_of(role)))
    assert [(address, status) for address, status, _kind, _text in read if status >= 400] == []
    assert len(read) > 40
    assert Line.objects.count() == before


@pytest.mark.parametrize("role", ROLES)
def test_b15_shared_goals_are_in_view_on_every_page_of_a_challenge(role: str | None) -> None:
    seen = 0
    for address, status, kind, text in pages(client_of(role), "/opgaven/de-schakel/"):
        if status == 200 and kind.startswith("text/html") and address.startswith("/opgaven/de-schakel/"):
            seen += 1
            assert "De Schakel is over tien jaar nog open" in text, address
    assert seen > 8


@pytest.mark.parametrize("role", ROLES)
def test_no_page_says_a_pooled_percentage(role: str | None) -> None:
    for address, _status, kind, text in pages(client_of(role)):
        if kind.startswith(("text/html", "application/json", "text/plain", "text/csv")):
            words = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)
            assert not POOLED.search(words), (address, POOLED.search(words))


def test_no_mail_says_a_pooled_percentage() -> None:
    letters = Mail.objects.values_list("subject", "text", "html")
    assert letters.count() > 5
    for subject, text, html in letters:
        assert not POOLED.search(f"{subject} {text} {re.sub('<[^>]+>', ' ', html)}")


def test_the_search_for_percentages_finds_a_planted_one() -> None:
    assert POOLED.search("In totaal is 62 % het hiermee eens")
    assert POOLED.search("samen 62 procent")
    assert not POOLED.search("groep 1 · 62 mensen")


def test_a14_no_page_shows_a_pro_and_contra_tally() -> None:
    for address, _status, kind, text in pages(client_of(None)):
        if kind.startswith("text/html"):
            assert not re.search(r"\b\d+\s+(voor|tegen|eens|oneens)\b", text), address
