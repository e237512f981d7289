"""B17: the ring decides what one may do, so a page offers nobody in a ring what it then refuses."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.template.engine import Engine
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Ring, Seat
from communityup.workspace.rings import actions as rings
from communityup.workspace.tasks import actions as tasks
from tests import make
from tests.forms_on_pages import forms_on
from tests.make_table import client_of, full_table
from tests.nasty import FULL

pytestmark = pytest.mark.django_db
REFUSED = 403
PAGES_OF_A_KIND = 2 if FULL else 1
OWN = ("own_party", "takes_part_for")
LEAST = 40  # kinds of addresses that a walk comes by


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append((dict(attrs).get("href") or "").partition("#")[0].partition("?")[0])


class Nothing(str):
    """What a template shows for a name that is not there: nothing, but for the own party what it should have been."""

    SAID = "[nothing: "
    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        """Be as empty as what stands there otherwise."""
        return other == ""

    def __mod__(self, name: object) -> str:
        """Return what stands in the place of a name."""
        return f"{self.SAID}{name}]" if str(name).startswith(OWN) else ""


def links_on(html: str) -> list[str]:
    """Return where the links on a page lead to, each once."""
    links = _Links()
    links.feed(html)
    return list(dict.fromkeys(links.found))


def refusals(client: Client, start: str) -> tuple[set[str], list[str]]:
    """Walk along the links of one challenge; return the kinds of addresses seen, and what is not for who walks.

    Each form is sent as somebody would who means well, and taken back; one page of a kind stands for all, in full two.
    """
    waiting, known, seen, refused = [("", start)], {start}, Counter[str](), list[str]()
    while waiting:
        page, place = waiting.pop(0)
        name = resolve(place).view_name
        seen[name] += 1
        if seen[name] > PAGES_OF_A_KIND:
            continue
        answer = client.get(place)
        if answer.status_code == REFUSED:
            refused.append(f"{page} links to {place}")
        html = answer.content.decode() if answer.headers["Content-Type"].startswith("text/html") else ""
        refused += [f"{place} names a party that its reader has not"] if Nothing.SAID in html else []
        fresh = [link for link in links_on(html) if link.startswith(start) and link not in known]
        known.update(fresh)
        waiting += [(place, link) for link in fresh]
        refused += [] if answer.status_code == REFUSED else list(_refused_forms(client, place, html, known))
    return set(seen), refused


def _refused_forms(client: Client, place: str, html: str, known: set[str]) -> Iterator[str]:
    for action, data in forms_on(html):
        target = action or place
        if f"POST {target}" in known:
            continue
        known.add(f"POST {target}")
        with transaction.atomic():
            if client.post(target, data).status_code == REFUSED:
                yield f"{place} has a form for {target}"
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Challenge]:
    """Return a challenge with one of everything, made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield full_table()
        transaction.set_rollback(True)


def _guest(challenge: Challenge) -> Person:
    return Person.objects.filter(is_guest=True, seats__challenge=challenge).order_by("pk")[0]


@pytest.mark.parametrize("role", ["contributor", "guest"])
def test_b17_no_page_offers_what_it_refuses_to_somebody_in_this_ring_or_names_a_party_they_have_not(
    table: Challenge, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    monkeypatch.setattr(Engine.get_default(), "string_if_invalid", Nothing("%s"))
    person = {"contributor": lambda: make.person("Buurvrouw"), "guest": lambda: _guest(table)}
    seen, refused = refusals(client_of(person[role]()), f"/opgaven/{table.slug}/")
    assert refused == [], "\n".join(refused)
    assert len(seen) >= LEAST


def test_b17_around_the_table_one_line_tells_who_decides_and_how_to_come(table: Challenge) -> None:
    line, place = "De tafel van jouw partij beslist.", f"/opgaven/{table.slug}/doelen/"
    around, at_table = (client_of(one).get(place).content.decode() for one in (make.person("Buurvrouw"), make.amina()))
    assert around.count(line) == 1
    assert f'href="/opgaven/{table.slug}/kringen/"' in around.partition(line)[2][:200]
    assert line not in at_table


def test_b17_who_stands_in_for_somebody_away_is_offered_what_the_table_does() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    deputy, offer = make.person("Carla"), "Stel een doel voor"
    make.colleague(challenge.parties.get(number=1), deputy, inviter=amina)
    Seat.objects.filter(challenge=challenge, person=deputy).update(ring=Ring.CONTRIBUTOR)
    goals = client_of(deputy)
    assert offer not in goals.get(f"/opgaven/{challenge.slug}/doelen/").content.decode()
    rings.name_substitute(challenge, substitute=deputy, by=Actor.of(amina))
    rings.accept_substitution(challenge, number=challenge.rules, by=Actor.of(deputy))
    tasks.go_away(until=timezone.localdate() + dt.timedelta(days=7), substitute=deputy, by=Actor.of(amina))
    page = goals.get(f"/opgaven/{challenge.slug}/doelen/").content.decode()
    assert offer in page
    assert "De tafel van jouw partij beslist." not in page
