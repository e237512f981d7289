"""The public log of a challenge: a choice that cannot be shown says so."""

from html import unescape

import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        (
            {"since": "2026-05-02", "until": "2026-05-01"},
            "Deze dag ligt vóór de dag vanaf wanneer je regels wilt zien.",
        ),
        ({"since": "2026-02-30"}, "Dit is geen datum"),
        ({"party": "nobody"}, "nobody"),
    ],
)
def test_a_choice_that_cannot_be_shown_says_why_and_shows_all_lines(
    client: Client, choice: dict[str, str], sentence: str
) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    address = f"/opgaven/{challenge.slug}/logboek/"
    page = unescape(client.get(address, choice).content.decode())
    assert sentence in page
    assert "Deze keuze kan niet. Je ziet daarom alle regels." in page
    assert "Het is nog niet verstuurd" not in page
    assert "Niets te zien bij deze keuze" not in page
    assert page.count('id="line-') == unescape(client.get(address).content.decode()).count('id="line-') > 0


def test_one_and_the_same_day_is_a_choice_like_any_other(client: Client) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    page = client.get(f"/opgaven/{challenge.slug}/logboek/", {"since": "2026-05-01", "until": "2026-05-01"})
    assert "data-error-summary" not in page.content.decode()
