"""The page of a visit names who is meant, speaks of the past once it was, and says who reads what (N17, E30)."""

import pytest
from django.utils import timezone

from communityup.network.visits.models import Visit
from tests import make
from tests.make_meetings import DAY
from tests.make_network import browser
from tests.make_notices import at
from tests.make_visits import HERE, agreed, consented, dated, held, published, shown, story

pytestmark = pytest.mark.django_db
INSIDE = "Alleen de twee leden en de coördinatoren lezen dit"


def page(visit: Visit, who: str) -> str:
    """Return the page of a visit as the guest, the host or who coordinates reads it."""
    person = {"guest": make.amina, "host": make.bram, "coordinator": make.dilek}[who]()
    return browser(person).get(f"{HERE}{visit.public_id}/").content.decode()


def test_e30_page_says_who_reads_first_by_name_and_you_to_who_that_is() -> None:
    _made, visit = held()
    shown(visit)
    for who, sentence in (
        ("guest", f"{visit.host.name} leest het eerst en zegt of het mag"),
        ("coordinator", f"{visit.host.name} leest het eerst en zegt of het mag"),
        ("host", "jullie lezen het eerst en zeggen of het mag"),
    ):
        assert sentence in page(visit, who)
        assert "het andere lid" not in page(visit, who).casefold()


def test_e30_page_says_by_name_who_said_yes_and_you_to_who_that_is() -> None:
    _made, visit = held()
    shown(visit)
    consented(visit)
    said = f"{visit.host.name} zei ja"
    for who, sentence in (("guest", said), ("coordinator", said), ("host", "Jullie zeiden ja")):
        assert sentence in page(visit, who)
        assert "het andere lid zei" not in page(visit, who).casefold()


def test_e30_guest_of_a_story_is_the_one_who_reads_it_first() -> None:
    _made, visit = story()
    shown(visit)
    assert f"{visit.guest.name} leest het eerst" in page(visit, "coordinator")
    assert f"{visit.guest.name} leest het eerst" in page(visit, "host")
    assert "jullie lezen het eerst" in page(visit, "guest")


def test_n17_visit_that_was_is_told_in_the_past_on_its_page_and_in_the_lists() -> None:
    _made, visit = agreed()
    visit = dated(visit, 7)
    names = {"guest": visit.guest.name, "host": visit.host.name}
    ahead, was = (
        "{guest} gaat op bezoek bij {host}".format(**names),
        "{guest} ging op bezoek bij {host}".format(**names),
    )
    places = ((f"{visit.public_id}/", make.bram()), ("mijn/", make.amina()), ("voorstellen/", make.dilek()))
    for days, told, other in ((0, ahead, was), (9, was, ahead)):
        with at(timezone.now() + days * DAY):
            for place, who in places:
                words = browser(who).get(f"{HERE}{place}").content.decode()
                assert (told in words, other in words) == (True, False), place


def test_e30_page_says_what_everybody_reads_once_it_is_public() -> None:
    _made, visit = held()
    shown(visit)
    assert INSIDE in page(visit, "host")
    consented(visit)
    published(visit)
    for who in ("guest", "host", "coordinator"):
        assert INSIDE not in page(visit, who)
        assert "Iedereen kan lezen wat het opleverde" in page(visit, who)
