"""The pages of a network: who reads and who may, bad input, and as many questions for three rows as for one."""

from typing import Any

import pytest
from django.core.management import call_command

from communityup.log.exports import closed_streams
from communityup.log.models import Line
from communityup.network.networks import queries
from communityup.network.networks.models import CoordinatorInvitation
from communityup.texts.models import Version
from tests import make, make_network
from tests.make_network import browser, coordinated, lines, path
from tests.nasty import some

pytestmark = pytest.mark.django_db

# Reading it


def test_log_of_a_network_is_open_to_everybody_and_in_the_export() -> None:
    made, _dilek = coordinated()
    html = browser().get(path(made, "log")).content.decode()
    assert "De beheerder van deze site maakte dit netwerk" in html
    assert "Iemand zei ja" in html
    assert made.stream not in closed_streams(everything=True)


def test_row_above_a_page_holds_eight_words_and_what_one_seldom_looks_for_stands_below_every_page() -> None:
    made, _dilek = coordinated()
    for name in ("page", "log"):
        html = browser().get(path(made, name)).content.decode()
        row = html.split('<nav class="tabs"')[1].split("</nav>")[0]
        below = html.split('aria-label="Meer van dit netwerk"')[1].split("</nav>")[0]
        assert row.count("<li>") == 8
        assert below.index("Op de hoogte blijven") < below.index("Logboek") < below.index("Meld het")
        assert ('aria-current="page"' in row, 'aria-current="page"' in below) == (name == "page", name == "log")


def test_log_of_a_closed_challenge_stays_closed_beside_it() -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    assert challenge.stream in closed_streams(everything=True)


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_networks_asks_the_database_as_often_for_one_as_for_three(
    count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        make_network.network(f"netwerk-{number}")
    with django_assert_num_queries(1):
        html = browser().get("/netwerken/").content.decode()
    assert html.count("Community-up werken</a>") == count


def test_page_of_a_network_asks_nine_times(django_assert_num_queries: Any) -> None:
    made, _dilek = coordinated()
    make_network.coordinator(made, make.bram())
    # Two of them ask what members agreed and who is in the core, one which first sketches wait for reactions.
    with django_assert_num_queries(9):
        browser().get(path(made, "page"))


def test_empty_list_says_what_one_can_do() -> None:
    assert "Er is hier nog geen netwerk" in browser().get("/netwerken/").content.decode()


# Who may


PAGES = [("page", 200), ("factsheet", 200), ("log", 200)]
OWN = ["describe", "coordinators"]


@pytest.mark.parametrize(("name", "status"), PAGES)
def test_everybody_reads_and_nobody_sends(name: str, status: int) -> None:
    made, dilek = coordinated()
    before = Line.objects.count(), Version.objects.count()
    for person in (None, make.amina(), dilek):
        assert browser(person).get(path(made, name)).status_code == status
        assert browser(person).post(path(made, name)).status_code == 405
    assert (Line.objects.count(), Version.objects.count()) == before


@pytest.mark.parametrize("name", OWN)
def test_pages_of_coordinators_are_theirs_alone(name: str) -> None:
    made, dilek = coordinated()
    other = make_network.network("ander")
    make_network.coordinator(other, make.bram())
    for method in ("get", "post"):
        assert getattr(browser(), method)(path(made, name)).status_code == 302
        for outsider in (make.amina(), make.bram()):
            assert getattr(browser(outsider), method)(path(made, name)).status_code == 403
    assert browser(dilek).get(path(made, name)).status_code == 200
    assert browser(dilek).get(f"/netwerken/onbekend/{path(made, name).split('/')[3]}/").status_code == 404


@pytest.mark.parametrize("name", ["away", "stop"])
def test_buttons_of_coordinators_are_theirs_alone(name: str) -> None:
    made, dilek = coordinated()
    assert browser(dilek).get(path(made, name)).status_code == 405
    assert browser().post(path(made, name)).status_code == 302
    assert browser(make.amina()).post(path(made, name)).status_code == 403
    assert browser(dilek).post(path(made, name)).status_code == 302


def test_coordinator_finds_every_task_from_the_page_of_the_network_and_others_see_none() -> None:
    made, dilek = coordinated()
    work = queries.work_in(made)
    assert len({one["url"] for one in work}) >= 7
    for one in work:
        row = f'<li><a href="{one["url"]}">{one["label"]}</a></li>'
        for person in (None, make.amina()):
            assert row not in browser(person).get(path(made, "page")).content.decode()
        assert row in browser(dilek).get(path(made, "page")).content.decode()
        assert browser(dilek).get(one["url"]).status_code == 200, one["url"]


def test_coordinator_asks_and_takes_back_on_the_page() -> None:
    made, dilek = coordinated()
    client = browser(dilek)
    assert client.post(path(made, "coordinators"), {"email": "bram@example.org"}).status_code == 302
    question = CoordinatorInvitation.objects.get(email="bram@example.org")
    html = client.get(path(made, "coordinators")).content.decode()
    assert "bram@example.org" in html
    assert "Vraag per mail" not in html
    take_back = path(made, "take_back", question.public_id)
    assert browser(make.amina()).post(take_back).status_code == 403
    assert client.get(take_back).status_code == 405
    assert client.post(take_back).status_code == 302
    assert client.post(path(made, "take_back", "0" * 32)).status_code == 404


def test_coordinator_describes_on_the_page() -> None:
    made, dilek = coordinated()
    client = browser(dilek)
    words = {**queries.words_of(made), "purpose": "Samen\r\nleren."}
    assert client.post(path(made, "describe"), words).status_code == 302
    made.refresh_from_db()
    assert (made.edition, str(queries.network_of(made.slug).purpose)) == (2, "Samen\nleren.")


@pytest.mark.parametrize("words", some(__name__))
def test_bad_input_gets_a_sentence_and_changes_nothing(words: str) -> None:
    made, dilek = coordinated()
    client, before = browser(dilek), lines(made)
    said = dict.fromkeys(("name", "theme", "purpose", "joining", "sender", "contact", "edition"), words)
    assert client.post(path(made, "describe"), said).status_code == 422
    assert client.post(path(made, "coordinators"), {"email": words}).status_code == 422
    sent = client.post(path(made, "away"), {"until": words})
    assert sent.status_code in {302, 409, 422}
    if sent.status_code != 302:
        assert lines(made) == before
    assert client.get("/netwerken/", {"page": words}).status_code == 200
    assert client.get(path(made, "log"), {"page": words}).status_code == 200


def test_migrations_say_all() -> None:
    call_command("makemigrations", "networks", "log", check=True, dry_run=True, verbosity=0)
