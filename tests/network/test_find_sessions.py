"""Finding a session or its report back: by number, title, date and theme; and reading of them with the network."""

import re
from typing import Any

import pytest
from django.utils import timezone

from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.reports import actions as reports
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make, make_invitations
from tests.make_meetings import held, in_days, planned
from tests.make_network import browser, coordinated, member, path
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/bijeenkomsten/"


def told(session: Session, person: Person) -> Session:
    """Let everybody read a report of a session."""
    words = {"summary": "Het begon met koffie.", "onwards": "Een tuin."}
    reports.write_report(session, words=words, by=Actor.of(person))
    reports.send_round(session, by=Actor.of(person))
    reports.publish_due()
    session.refresh_from_db()
    return session


@built_once
def three() -> tuple[Network, Person, Session]:
    """Return a network with a session that comes, one that was, and one of which everybody reads a report."""
    made, dilek = coordinated()
    planned(made, dilek, in_days(9), title="Geld verdelen", theme="Geld")
    held(made, dilek, days=40, title="Sleutels delen", theme="Gebouwen")
    return made, dilek, told(held(made, dilek, days=3, title="Loslaten", theme="Gebouwen"), dilek)


def listed(person: Person | None = None, **filters: Any) -> str:
    """Return what stands in the list of sessions, without the form."""
    page = browser(person).get(HERE, filters).content.decode()
    return re.sub(r"<form\b.*?</form>", "", page, flags=re.DOTALL)


def test_b1_a_report_is_found_by_number_title_theme_and_date() -> None:
    _made, _dilek, session = three()
    report = f'href="{HERE}{session.slug}/'
    began = session.gathering.begins_at
    assert began is not None
    year = timezone.localtime(began).year
    for name, value in (("words", session.number), ("words", "losl"), ("words", "loslaten gebouwen"), ("report", "on")):
        page = listed(None, **{name: value})
        assert report in page
        assert "Geld verdelen" not in page
    assert report in listed(year=year, theme="gebouwen")
    assert report not in listed(year=year - 1)
    assert report not in listed(theme="geld")
    assert "Sleutels delen" in listed(theme="gebouwen")
    assert "Sleutels delen" not in listed(report="on")


def test_b1_the_list_says_which_sessions_have_a_report() -> None:
    three()
    page = listed()
    assert page.count("met verslag") == 1
    assert re.search(r"Loslaten</a><br><span class=\"note\">[^<]*met verslag", page)


def test_what_comes_and_what_was_can_be_chosen() -> None:
    three()
    coming, past = listed(when="coming"), listed(when="past")
    assert "Geld verdelen" in coming
    assert "Loslaten" not in coming
    assert "Geld verdelen" not in past
    assert "Loslaten" in past


def test_nothing_that_fits_says_so_with_a_way_back() -> None:
    three()
    page = listed(words="trapgevel")
    assert "Geen bijeenkomst die nog komt, past hierbij" in page
    assert "Geen bijeenkomst die al was, past hierbij" in page
    assert f'href="{HERE}"' in page


@pytest.mark.parametrize("filters", [{"year": "12"}, {"year": "abc"}, {"words": "x" * 81}, {"when": "never"}])
def test_wrong_filters_get_a_sentence_and_what_was_typed_stays(filters: dict[str, str]) -> None:
    three()
    answer = browser().get(HERE, filters)
    assert answer.status_code == 422
    assert "error" in answer.content.decode()
    [value] = filters.values()
    assert value in answer.content.decode() or value == "never"
    assert "Loslaten" in answer.content.decode()


def test_b2_filters_tell_nothing_of_a_closed_session() -> None:
    made, dilek = coordinated()
    closed = make_invitations.planned(made, dilek)
    for filters in ({"words": "kanarie"}, {"theme": "kanarie"}, {"words": closed.number}, {"when": "coming"}):
        assert "Kanarie" not in listed(make.chris(), **filters)
        assert "Kanarie" in listed(dilek, **filters)


def test_b45_network_shows_members_and_past_reports_and_each_report_leads_back() -> None:
    made, dilek, session = three()
    member(made, "De Schakel", make.amina())
    report = f"{HERE}{session.slug}/verslag/"
    page, sheet = (browser().get(path(made, name)).content.decode() for name in ("page", "factsheet"))
    for html in (page, sheet):
        assert "1 lid" in html
        assert f"{session.number} Loslaten" in html
        assert "Sleutels delen" not in html, "there is no report of it"
    assert f'href="{report}"' in page
    assert "De Schakel" in browser().get(f"/netwerken/{made.slug}/leden/").content.decode()
    back = browser().get(report).content.decode()
    assert "Dit is een verslag van een leernetwerk" in back
    assert f'href="{path(made, "page")}"' in back.partition("<h1>")[2]
    assert dilek.display_name in page


def test_page_of_a_network_shows_five_reports_and_the_way_to_all_of_them() -> None:
    made, dilek = coordinated()
    for number in range(6):
        told(held(made, dilek, days=3 + number, title=f"Sessie {number}"), dilek)
    page = browser().get(path(made, "page")).content.decode()
    assert [number for number in range(6) if f"Sessie {number}" in page] == [0, 1, 2, 3, 4]
    found = re.search(r'href="([^"]+)">Alle verslagen', page)
    assert found is not None
    assert "Sessie 5" in browser().get(found[1].replace("&amp;", "&")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_sessions_asks_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made, dilek = coordinated()
    for number in range(count):
        told(held(made, dilek, days=3 + number, title=f"Sessie {number}"), dilek)
        planned(made, dilek, in_days(9 + number), title=f"Later {number}")
    with django_assert_num_queries(5):
        browser().get(HERE, {"words": "sessie"})
