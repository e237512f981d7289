"""E3, B21: resident, civil servant, alderman, councillor, clerk and follower read the same page and the same log.

What may differ is one's own: forms and links to pages that only some open, links to one's own account, and what a
template marks with `data-own`, such as the panel "You can now". All the rest is compared word for word, link for link.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from difflib import unified_diff
from html.parser import HTMLParser
from itertools import islice

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.dialogue.actions import close_round
from communityup.workspace.dialogue.models import Dialogue
from tests import make
from tests.make_table import addresses, client_of, full_table, url_names
from tests.nasty import FULL

pytestmark = pytest.mark.django_db
ROLES = {
    "resident": "Amina",
    "civil servant": "Bram",
    "alderman": "Wethouder",
    "councillor": "Chris",
    "follower": "Volger",
}
# Who does not stand for a sort of reader of their own reads along in `make prove`.
ROLES |= {"clerk": "Griffie", "neighbour": "Buurvrouw", "facilitator": "Wacht"} if FULL else {}
# Pages that are about oneself: one's own thoughts and answers, and the thought that is dealt to one.
OF_ONESELF = {"moderation:mine", "dialogue:mine", "dialogue:for_party", "dialogue:page"}
# What a follower does and an observer or a party does not: forms, no pages to read.
OF_FOLLOWERS = {"outreach:name", "outreach:reach_out", "outreach:result", "outreach:join"}
# Until a round closes, who thinks what shows after one's own answer (R10), whoever one is; then it is the same for all.
AFTER_THE_ROUND = {"dialogue:thought", "dialogue:side_by_side", "opinions:map"}
# The order of thoughts is turned per viewer and day; what stands there is the same.
TURNED = {"dialogue:side_by_side"}
ENOUGH = 2 if FULL else 1  # pages of one kind
LEAST = 25  # kinds of pages
OK = 200
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
OWN_CLASSES = {"utrecht-button", "button-row"}


class _Common(HTMLParser):
    """What is left of the content of a page without one's own buttons."""

    def __init__(self, acting: set[str]) -> None:
        super().__init__()
        self.acting, self.parts = acting, list[str]()
        self.open, self.own_from = list[str](), 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append(tag)
        if self.own_from:
            return
        if self._own(tag, known):
            self.own_from = len(self.open) if tag not in VOID else 0
            return
        shown = {name: value for name, value in known.items() if name in {"href", "src", "class", "id", "lang"}}
        self.parts.append(f"<{tag} {sorted(shown.items())}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        own = bool(self.own_from)
        if self.own_from and len(self.open) <= self.own_from:
            self.own_from = 0
        if self.open:
            self.open.pop()
        if not own:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        words = " ".join(data.replace("·", " ").split())
        if words and not self.own_from:
            self.parts.append(words)

    def _own(self, tag: str, known: dict[str, str]) -> bool:
        if tag == "form" or "data-own" in known or OWN_CLASSES & set(known.get("class", "").split()):
            return True
        href = known.get("href", "")
        return tag == "a" and (href.startswith("/mijn/") or _name(href) in self.acting | OF_ONESELF)


def _name(address: str) -> str:
    try:
        return resolve(address.partition("?")[0].partition("#")[0]).view_name
    except Resolver404:
        return ""


def common(html: str, acting: set[str]) -> str:
    """Return the content of a page without one's own buttons, one piece on a line."""
    content = html.partition("<main")[2].partition("</main>")[0]
    assert content, "a page has a main part"
    reader = _Common(acting)
    reader.feed(content)
    return without_empty("\n".join(reader.parts) + "\n").strip()


def without_empty(text: str) -> str:
    """Take out elements in which nothing is left, and cards and details that kept their heading alone."""
    empty = re.compile(r"<(\w+) [^\n]*\n</\1>\n?")
    alone = re.compile(r"<(section|details) [^\n]*\n(<(h\d|summary) [^\n]*\n[^\n<]*\n</\3>\n)</\1>\n?")
    before = ""
    while before != text:
        before, text = text, alone.sub("", empty.sub("", text))
    return text


@pytest.fixture(scope="module")
def table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Challenge]:
    """Return a challenge with one of everything, made once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield full_table()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def walked(table: Challenge, django_db_blocker: DjangoDbBlocker) -> tuple[list[tuple[str, str]], set[str]]:
    """Return what `read_and_done` finds while a round is open."""
    with django_db_blocker.unblock():
        return read_and_done(table, url_names().keys())


def read_and_done(challenge: Challenge, names: Iterable[str]) -> tuple[list[tuple[str, str]], set[str]]:
    """Return the pages that a follower reads as (name, address), and the names of pages where others do something."""
    client, read, done = client_of(make.person("Volger")), list[tuple[str, str]](), set[str]()
    for name in names:
        places = addresses(challenge, name, url_names()[name])
        shown = list(islice((place for place in places if client.get(place).status_code == OK), ENOUGH))
        read += [(name, place) for place in shown] if name not in OF_ONESELF | OF_FOLLOWERS else []
        if not shown or name in OF_FOLLOWERS:
            done.add(name)
    return read, done


def difference(read: list[tuple[str, str]], acting: set[str]) -> tuple[set[str], list[str]]:
    """Return the names that were read, and what one role reads that the follower does not, or the other way round."""
    seen, found = set[str](), list[str]()
    clients = {role: client_of(make.person(name)) for role, name in ROLES.items()}
    for name, place in read:
        answers = {role: client.get(place) for role, client in clients.items()}
        assert {answer.status_code for answer in answers.values()} == {OK}, place
        seen.add(name)
        if not answers["follower"].headers["Content-Type"].startswith("text/html"):
            assert len({answer.content for answer in answers.values()}) == 1, place
            continue
        pages = {role: common(answer.content.decode(), acting).splitlines() for role, answer in answers.items()}
        pages = {role: sorted(page) for role, page in pages.items()} if name in TURNED else pages
        first = pages["follower"]
        for role, page in pages.items():
            found += [] if page == first else unified_diff(first, page, name, f"{name} as {role}", lineterm="", n=1)
    return seen, found


def test_b21_e3_every_page_is_the_same_for_every_role_but_for_ones_own_buttons(
    walked: tuple[list[tuple[str, str]], set[str]],
) -> None:
    read, acting = walked
    seen, differs = difference([(name, place) for name, place in read if name not in AFTER_THE_ROUND], acting)
    assert differs == [], "\n".join(differs)
    assert {"room:overview", "room:log", "goals:page", "agreements:page", "council:page", "formal:decision"} <= seen
    assert len(seen) >= LEAST


def test_b21_e3_when_a_round_is_closed_its_pages_too_are_the_same_for_every_role(
    table: Challenge, walked: tuple[list[tuple[str, str]], set[str]]
) -> None:
    Dialogue.objects.filter(challenge=table).update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    close_round(Dialogue.objects.get(challenge=table), by=Actor.job("dialogue.close"))
    read, acting = read_and_done(table, AFTER_THE_ROUND)
    seen, differs = difference(read, walked[1] - AFTER_THE_ROUND | acting)
    assert differs == [], "\n".join(differs)
    assert seen == AFTER_THE_ROUND


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>Vijf mensen</p>", "<p>Zes mensen</p>"),
        ('<p>Zie <a href="/over/">dit</a></p>', '<p>Zie <a href="/privacy/">dit</a></p>'),
        ("<p>Lees</p>", "<p>Lees</p><p>Alleen voor het bestuur</p>"),
        ('<section class="card"><h2>Stand</h2><p>3</p></section>', '<section class="card"><h2>Stand</h2></section>'),
    ],
)
def test_e3_the_comparison_sees_a_planted_difference(one: str, other: str) -> None:
    page = "<title>Opgave</title><main>{}</main>"
    assert common(page.format(one), set()) != common(page.format(other), set())


def test_e3_the_comparison_passes_over_ones_own_buttons_alone() -> None:
    page = '<title>Opgave</title><main class="wide"><p>Lees dit</p>{}</main>'
    own = (
        '<form method="post"><button>Akkoord</button></form><div class="now" data-own><h2>Je kunt nu</h2></div>'
        '<section class="card"><h2>Kies</h2><a class="utrecht-button" href="/x/">Doe</a></section>'
        '<p data-own>Jouw antwoord<br>ja</p><a href="/mijn/taken/">Taken</a>'
    )
    assert common(page.format(own), set()) == common(page.format(""), set())
