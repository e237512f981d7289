"""A year of a network (N22): growth, continuity, sessions, visits, answered questions, re-use; told, never ranked."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communityup.network.library.actions import take_back
from communityup.network.members import actions as members
from communityup.network.members.models import CoreMembership
from communityup.network.networks.models import Network
from communityup.network.peers import actions as peers
from communityup.network.years import queries
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make
from tests.make_meetings import on, planned
from tests.make_network import browser, coordinated, member
from tests.make_notices import at
from tests.make_practice import published as published_practice
from tests.make_visits import held as held_visit
from tests.make_visits import published as published_visit
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/jaar/"
LAST, THIS = 2026, 2027


def day(year: int, month: int, number: int = 10) -> dt.datetime:
    return dt.datetime(year, month, number, 10, tzinfo=dt.UTC)


def text(year: int, person: Person | None = None) -> str:
    response = browser(person).get(f"{HERE}{year}/")
    assert response.status_code == 200
    found = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


@built_once
def two_years() -> tuple[Network, Person]:
    """Return a network with a member of last year, and two that came this year of which one left."""
    with at(day(LAST, 3)):
        made, dilek = coordinated()
        first = member(made, "De Schakel", make.amina())
        members.commit_to_core(first, starts_on=day(LAST, 3).date(), substitute=None, by=Actor.of(make.amina()))
    with at(day(THIS, 4)):
        members.commit_to_core(first, starts_on=day(THIS, 4).date(), substitute=None, by=Actor.of(make.amina()))
        member(made, "Gemeente Lindeveen", make.bram(), kind="municipality")
        gone = member(made, "Los Zand", make.chris())
        members.leave(gone, by=Actor.of(make.chris()))
    return made, dilek


def test_n22_a_year_tells_growth_and_whether_the_same_people_come() -> None:
    made, _dilek = two_years()
    with at(day(THIS, 11)):
        assert queries.years_of(made) == [LAST, THIS]
        assert queries.mirror(made, LAST)["growth"] == {"first": 0, "last": 1, "came": 1, "left": 0}
        assert queries.mirror(made, THIS)["growth"] == {"first": 1, "last": 2, "came": 2, "left": 1}
        assert queries.mirror(made, LAST)["core"] == {"members": 1, "same": 0}
        assert queries.mirror(made, THIS)["core"] == {"members": 1, "same": 1}
        page = text(THIS)
    assert "Leden toen het jaar begon: 1. Nu: 2. Er kwamen er 2 bij. 1 ging weg." in page
    assert "Voor 1 van hen kwam dezelfde persoon als het jaar ervoor." in page


def test_n22_another_person_of_the_same_member_is_no_continuity() -> None:
    made, _dilek = two_years()
    CoreMembership.objects.filter(starts_on__year=LAST).update(person=make.bram())
    with at(day(THIS, 11)):
        assert queries.mirror(made, THIS)["core"] == {"members": 1, "same": 0}


def test_n22_a_year_lists_sessions_that_were_and_no_others() -> None:
    made, dilek = two_years()
    with at(day(THIS, 5)):
        planned(made, dilek, on(day(THIS, 6).date()), title="Voorjaar")
        planned(made, dilek, on(day(THIS, 12).date()), title="Winter")
    with at(day(THIS, 11)):
        titles = [row["title"] for row in queries.mirror(made, THIS)["sessions"]]
        assert [title.endswith("Voorjaar") for title in titles] == [True]
        assert queries.mirror(made, LAST)["sessions"] == []
        assert "Winter" not in text(THIS)


def test_n22_a_year_lists_answered_questions_and_none_that_is_open_or_was_dropped() -> None:
    made, _dilek = two_years()
    own, by = made.members.get(name="De Schakel"), Actor.of(make.amina())
    with at(day(THIS, 6)):
        for words, outcome in (("Hoe laten wij los?", "answered"), ("Wat kost het?", "dropped"), ("Wie begint?", "")):
            question = peers.ask_question(own, theme="Loslaten", words=words, along=[], by=by)
            if outcome:
                peers.close_question(question, outcome=outcome, words="Stap voor stap.", by=by)
    with at(day(THIS, 11)):
        assert [row["title"] for row in queries.mirror(made, THIS)["questions"]] == ["Hoe laten wij los?"]


def test_n22_t7_a_year_says_how_many_visits_were_made_and_not_by_whom() -> None:
    made, visit = held_visit()
    assert visit.gathering is not None
    begins_at = visit.gathering.begins_at
    assert begins_at is not None
    year = begins_at.year
    if year not in queries.years_of(made):  # it is January, and the visit was last year
        Network.objects.update(started_at=begins_at)
        made.refresh_from_db()
    told = queries.mirror(made, year)
    assert (told["visits"], told["impressions"]) == (1, [])
    page = text(year)
    assert "Er was 1 werkbezoek." in page
    assert visit.guest.name not in page
    assert visit.host.name not in page
    published_at = published_visit(visit).published_at
    assert published_at is not None
    [row] = queries.mirror(made, published_at.year)["impressions"]
    assert browser().get(row["url"]).status_code == 200


def test_n22_a_practice_is_told_in_the_year_it_came_and_never_once_it_was_taken_back() -> None:
    made, _dilek = two_years()
    first, second = made.members.get(name="De Schakel"), made.members.get(name="Gemeente Lindeveen")
    with at(day(THIS, 7)):
        practice = published_practice(first, make.amina(), second, make.bram())
    with at(day(THIS, 11)):
        assert [row["title"] for row in queries.mirror(made, THIS)["practices"]] == [practice.title]
        assert queries.mirror(made, LAST)["practices"] == []
        take_back(practice, by=Actor.of(make.amina()))
        assert queries.mirror(made, THIS)["practices"] == []


def test_n22_nothing_stands_in_an_order_of_more_and_less() -> None:
    made, dilek = two_years()
    with at(day(THIS, 5)):
        for number, month in ((1, 7), (2, 6)):
            planned(made, dilek, on(day(THIS, month).date()), title=f"Sessie {number}")
    with at(day(THIS, 11)):
        titles = [row["title"][-1] for row in queries.mirror(made, THIS)["sessions"]]
        assert titles == ["2", "1"], "in the order of the year"
        for name in ("De Schakel", "Gemeente Lindeveen", "Los Zand"):
            assert name not in text(THIS), "no member is counted apart"


def test_everybody_reads_the_same_year_and_the_newest_one_is_found_from_the_network() -> None:
    two_years()
    with at(day(THIS, 11)):
        assert text(THIS) == text(THIS, make.dilek()) == text(THIS, make.amina())
        assert browser().get(HERE).headers["Location"] == f"{HERE}{THIS}/"
        assert HERE in browser().get("/netwerken/community-up/").content.decode()


@pytest.mark.parametrize("year", [0, 1999, LAST - 1, THIS + 1, 99999])
def test_a_year_without_the_network_is_not_there(year: int) -> None:
    two_years()
    with at(day(THIS, 11)):
        assert browser().get(f"{HERE}{year}/").status_code == 404


def test_an_empty_year_says_so_in_words() -> None:
    made, dilek = coordinated()
    page = text(queries.years_of(made)[-1], dilek)
    for sentence in ("geen bijeenkomst", "geen leervraag", "geen praktijk", "0 werkbezoeken"):
        assert sentence in page


def test_a_year_asks_the_database_as_often_for_one_as_for_three() -> None:
    made, dilek = two_years()
    counts = []
    for number in (1, 3):
        with at(day(THIS, 5)):
            for more in range(number):
                planned(made, dilek, on(day(THIS, 6, 10 + more + number).date()), title=f"Sessie {number} {more}")
        with at(day(THIS, 11)), CaptureQueriesContext(connection) as asked:
            queries.mirror(made, THIS)
        counts.append(len(asked))
    assert counts == [12, 12]


def test_n22_other_years_stand_beside_a_year_only_where_there_are_some() -> None:
    with at(day(LAST, 3)):
        coordinated()
        alone = text(LAST)
        assert "Andere jaren" not in alone
        assert "Terug naar het netwerk" in alone
    with at(day(THIS, 4)):
        for year, other in ((LAST, THIS), (THIS, LAST)):
            assert f"Andere jaren {other}" in text(year)
