"""R26, E12: no page offers what is refused because the challenge is closed, or because it takes a step back.

Everybody reads all that is linked. Then the challenge takes a step back, or closes. What is linked now is read again,
and what was linked before too, as from a bookmark. Every form on these pages is sent, filled in as somebody would who
means well; and no link leads to a form that is not there now.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext, override
from pytest_django.plugin import DjangoDbBlocker

from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.endings.permissions import SHUT
from communityup.workspace.pace import actions as pace
from tests import make
from tests.crawl import links, pages
from tests.forms_on_pages import forms_on, sendings
from tests.make_endings import closed
from tests.make_table import client_of, full_table
from tests.nasty import FULL
from tests.table_walk import sender_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROLES = {
    "initiator": "Amina",
    "facilitator": "Waker",
    "other facilitator": "Wacht",
    "observer": "Chris",
    "follower": "Volger",
    "representative": "Bram",
    "contributor": "Buurvrouw",
    "clerk": "Griffie",
    "executive": "Wethouder",
    "who asks for a place": "Vraagt",
    "who asks to contribute": "Meedoener",
}
WALK = list(ROLES) if FULL else list(ROLES)[:1]
ALIKE = 2 if FULL else 1  # pages of one shape
# Pages with a form that one also reads, so that a link to them is no offer.
READ_TOO = {"acquaintance:pair", "goals:interest", "goals:page"}
OK = 200
STANDS_STILL = "This challenge takes a step back. This can be done again when all parties go on."
LEAST = {"initiator": 100, "facilitator": 60}  # pages


@dataclass(frozen=True)
class Offer:
    """A form on a page: where it is sent to, and what."""

    page: str
    to: str
    data: dict[str, str]


def name_of(address: str) -> str:
    """Return the name of an address."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def read(client: Client, challenge: Challenge) -> dict[str, str]:
    """Return all pages of a challenge that somebody can reach by links, with their words."""
    within = reverse("room:overview", args=[challenge.slug])
    found = pages(client, within, alike=ALIKE, within=within)
    return {address: text for address, status, kind, text in found if status == OK and kind.startswith("text/html")}


def again(client: Client, before: dict[str, str], now: dict[str, str]) -> dict[str, str]:
    """Return what stands now at all addresses that were linked before or are linked now."""
    found = dict(now)
    for address in before.keys() - now.keys():
        answer = client.get(address)
        if answer.status_code == OK:
            found[address] = answer.content.decode()
    return found


def refused(sender: Client, shown: dict[str, str], sentence: str) -> dict[str, str]:
    """Return the names of forms whose sending is refused with this sentence, each with a page where it stands."""
    found, sent = dict[str, str](), set[tuple[str, frozenset[tuple[str, str]]]]()
    for page, html in shown.items():
        for action, data in sendings(html):
            to = urldefrag(action or page)[0]
            if name_of(to) in found or (to, frozenset(data.items())) in sent or not to.startswith("/opgaven/"):
                continue
            sent.add((to, frozenset(data.items())))
            if sentence in said(sender, to, data):
                found[name_of(to)] = page
    return found


def said(sender: Client, to: str, data: dict[str, str]) -> str:
    """Return what is answered to what somebody sends; nothing of it stays."""
    with transaction.atomic():
        answer = sender.post(to, data)
        transaction.set_rollback(True)
    if answer.headers["Content-Type"].endswith("json"):
        return str(answer.json())
    return answer.content.decode()


def in_vain(before: dict[str, str], now: dict[str, str], shown: dict[str, str]) -> dict[str, str]:
    """Return the names of forms that are gone and to which a page still leads, each with such a page."""
    own = {address for address, html in before.items() if any(not action for action, _data in forms_on(html))}
    gone = {one for one in own if one in shown and all(action for action, _data in forms_on(shown[one]))}
    return {
        name_of(to): page
        for page, html in now.items()
        for to in links(html, page)
        if to in gone and to != page and name_of(to) not in READ_TOO
    }


def step_back(challenge: Challenge) -> None:
    """Let a party take a step back."""
    pace.call_step_back(challenge, reason="Even samen kijken.", by=Actor.of(make.bram()))


def close(challenge: Challenge) -> None:
    """Close the challenge with the yes of both parties."""
    closed(challenge, make.amina(), make.bram())


STATES: dict[str, tuple[Callable[[Challenge], None], str]] = {
    "a step back": (step_back, STANDS_STILL),
    "a closed challenge": (close, str(SHUT)),
}


@dataclass(frozen=True)
class Table:
    """A challenge with one of everything, and what each of its people reads there while all goes on."""

    challenge: Challenge
    clients: dict[str, Client]
    before: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Table]:
    """Return the challenge, made and read once."""
    with django_db_blocker.unblock(), transaction.atomic(), override("nl"):
        challenge = full_table()
        clients = {role: client_of(make.person(ROLES[role])) for role in WALK}
        yield Table(challenge, clients, {role: read(client, challenge) for role, client in clients.items()})
        transaction.set_rollback(True)


@contextmanager
def undone() -> Iterator[None]:
    """Undo afterwards whatever happens meanwhile."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("state", STATES)
def test_e12_r26_nothing_is_offered_that_is_refused_in_this_state(table: Table, state: str) -> None:
    begin, sentence = STATES[state]
    with undone(), override("nl"):
        begin(table.challenge)
        refusal, found = str(gettext(sentence)), dict[str, dict[str, str]]()
        for role, client in table.clients.items():
            now = read(client, table.challenge)
            shown = again(client, table.before[role], now)
            assert len(shown) >= LEAST.get(role, 30), role
            for name, page in refused(sender_of(make.person(ROLES[role])), shown, refusal).items():
                found.setdefault(f"{name} is refused", {})[role] = page
            for name, page in in_vain(table.before[role], now, shown).items():
                found.setdefault(f"{name} is linked in vain", {})[role] = page
    assert found == {}, "\n".join(f"{what}: {where}" for what, where in sorted(found.items()))
