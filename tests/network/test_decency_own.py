"""Whose words are hidden finds from their own pages why that is, and where they ask two others to look (E2)."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from communityup.network.decency import actions
from communityup.network.decency.models import ASK_WITHIN, Case
from communityup.network.networks.models import Network
from communityup.people.models import Person
from communityup.portal.queries import hidden_tasks
from communityup.texts.models import Version
from communityup.ui.templatetags.ui import long_date
from communityup.workspace.tasks.queries import Asked, Task
from tests import make
from tests.make_decency import asked, by, hidden, later, turn, world, written
from tests.make_network import browser

pytestmark = pytest.mark.django_db
WHY = "wat je kunt doen"


def address(network: Network, case: Case) -> str:
    return f"/netwerken/{network.slug}/woorden/zaken/{case.public_id}/"


def html(person: Person | None, network: Network, page: str) -> str:
    return browser(person).get(f"/netwerken/{network.slug}/{page}").content.decode()


def tasks(person: Person) -> list[Task]:
    return hidden_tasks(Asked(emails=frozenset({person.email})))


def test_e2_own_page_of_offers_leads_who_wrote_hidden_words_to_why_and_to_another_look() -> None:
    network, coordinator, members, text = world()
    author = members[0][1]
    assert WHY not in html(author, network, "vraag-en-aanbod/mijn/")
    case = hidden(network, coordinator, text, members[1][1])
    page = html(author, network, "vraag-en-aanbod/mijn/")
    assert f'<a href="{address(network, case)}">Lees waarom dit verborgen is, en {WHY}</a>' in page
    assert "Vraag twee anderen om te kijken" in browser(author).get(address(network, case)).content.decode()
    assert WHY not in html(members[2][1], network, "vraag-en-aanbod/mijn/")


def test_e2_page_of_hidden_words_leads_who_wrote_them_to_their_case_and_nobody_else() -> None:
    network, coordinator, members, text = world()
    case = hidden(network, coordinator, text, members[1][1])
    assert f'href="{address(network, case)}"' in html(members[0][1], network, "woorden/")
    for person in (None, coordinator, members[1][1], members[2][1], make.chris()):
        assert address(network, case) not in html(person, network, "woorden/")
    actions.ask_again(case, by=by(members[0][1]))
    assert f'href="{address(network, case)}"' in html(members[0][1], network, "woorden/"), "also while others look"


def test_e2_who_can_ask_another_look_has_a_task_with_its_last_day_until_they_did_or_it_is_over() -> None:
    network, coordinator, members, text = world()
    author = members[0][1]
    case = hidden(network, coordinator, text, members[1][1])
    [task] = tasks(author)
    assert (task.url, task.private) == (address(network, case), True)
    assert task.about.endswith(f"(te vragen vóór {long_date(timezone.now() + ASK_WITHIN)})")
    assert task.due is None, "nobody has to ask, so it stands above nothing that has a day"
    for person in (coordinator, members[1][1], members[2][1]):
        assert not tasks(person)
    assert "Je woorden zijn verborgen." in browser(author).get("/mijn/").content.decode()
    later(case, ASK_WITHIN - dt.timedelta(hours=1))
    assert tasks(author)
    later(case, dt.timedelta(hours=2))
    assert not tasks(author)


def test_no_task_for_words_of_one_key_nor_once_others_look() -> None:
    network, coordinator, members, text = world()
    case = actions.report(network, text, reason="threat", words="", by=by(members[1][1]))
    turn(case, coordinator)
    assert Case.objects.get().is_hidden
    assert not tasks(members[0][1]), "the second key comes first"
    turn(case, asked(case)[0])
    assert tasks(members[0][1])
    actions.ask_again(case, by=by(members[0][1]))
    assert not tasks(members[0][1])


def test_words_that_nobody_wrote_here_are_a_task_of_the_people_of_their_member() -> None:
    network, coordinator, members, text = world()
    case = hidden(network, coordinator, text, members[1][1])
    Version.objects.filter(text=text).update(author=None)
    assert [one.url for one in tasks(members[0][1])] == [address(network, case)]
    assert address(network, case) in html(members[0][1], network, "woorden/")
    assert not tasks(members[2][1])


@pytest.mark.parametrize("count", [1, 3])
def test_tasks_and_own_page_ask_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    network, coordinator, members, _text = world()
    with django_assert_num_queries(1):
        assert not tasks(members[0][1])
    for number in range(count):
        hidden(network, coordinator, written(*members[0], words=f"Nummer {number}."), members[1][1])
    with django_assert_num_queries(2):
        assert len(tasks(members[0][1])) == count
    client = browser(members[0][1])
    client.get(f"/netwerken/{network.slug}/")
    with django_assert_num_queries(12):
        client.get(f"/netwerken/{network.slug}/vraag-en-aanbod/mijn/")
