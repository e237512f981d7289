"""What must hold on every page: read all of them, signed out and as demo roles."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from communityup.network.networks.models import Coordinator, Network
from communityup.people.models import Person
from communityup.post.models import Mail
from communityup.workspace.challenges.models import Challenge, Reader
from communityup.workspace.reach.models import Contact
from tests.crawl import MOST, pages
from tests.crawled.conftest import ReadingOf
from tests.nasty import FULL
from tests.worked_out import MOST_KINDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_site")]

POOLED = re.compile(r"\d\s*(%|procent\b|percent\b)", re.IGNORECASE)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w")
POINTING = ("for", "list", "form", "aria-labelledby", "aria-describedby", "aria-controls")
OK = 200
ROLES = [
    None, "Voorzitter van de bewonersgroep", "Netwerkcoördinator", "Gebiedsmanager van de gemeente",
    "Bestuurslid De Schakel", "Adviseur van de netbeheerder",
]  # fmt: skip
# A third party reads what two do, and others put the same questions to PostgreSQL: they walk in `make prove`.
WALK = ROLES if FULL else ROLES[:5] if connection.vendor == "sqlite" else ROLES[:3]


@pytest.mark.parametrize("role", WALK)
def test_every_page_that_is_linked_exists_and_reading_changes_nothing(reading_of: ReadingOf, role: str | None) -> None:
    reading = reading_of(role)
    assert [(address, status) for address, status, _kind, _text in reading.pages if status >= 400] == []
    assert {"/", "/log/", "/opgaven/"} <= {address for address, *_rest in reading.pages}
    assert len(reading.pages) > 40
    assert reading.lines_written == 0


@pytest.mark.parametrize("role", WALK)
def test_no_page_works_out_what_it_asks_of_all_kinds_of_words(reading_of: ReadingOf, role: str | None) -> None:
    worked_out = reading_of(role).worked_out
    assert {address: number for address, number in worked_out.items() if number > MOST_KINDS} == {}
    assert any(worked_out.values())


@pytest.mark.parametrize("role", WALK)
def test_b15_shared_goals_are_in_view_on_every_page_of_a_challenge(reading_of: ReadingOf, role: str | None) -> None:
    seen = 0
    for address, status, kind, text in reading_of(role).pages:
        if status == 200 and kind.startswith("text/html") and address.startswith("/opgaven/de-schakel/"):
            seen += 1
            assert "De Schakel is over tien jaar nog open" in text, address
    assert seen > 8


class Pointers(HTMLParser):
    """The ids of a page, and those at which its labels and explanations point."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.pointed: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what one element is called and points at."""
        given = {name: value or "" for name, value in attrs}
        self.ids += [given["id"]] if "id" in given else []
        self.pointed |= {one for name in POINTING for one in given.get(name, "").split()}

    def loose(self) -> set[str]:
        """Return the ids that two elements have, and those that are pointed at in vain."""
        return {one for one, count in Counter(self.ids).items() if count > 1} | self.pointed - set(self.ids)


@pytest.mark.parametrize("role", WALK)
def test_each_label_and_explanation_points_at_one_thing(reading_of: ReadingOf, role: str | None) -> None:
    read = [(address, text) for address, _status, kind, text in reading_of(role).pages if kind.startswith("text/html")]
    assert {address: loose for address, text in read if (loose := Pointers(text).loose())} == {}


def test_the_search_for_loose_labels_finds_planted_ones() -> None:
    assert Pointers('<label for="a">x</label><input id="a">').loose() == set()
    assert Pointers('<label for="a">x</label><input id="b"><p id="c">').loose() == {"a"}
    assert Pointers('<input id="a"><input id="a" aria-describedby="c"><p id="c">').loose() == {"a"}


@pytest.mark.parametrize("role", WALK)
def test_no_page_says_a_pooled_percentage(reading_of: ReadingOf, role: str | None) -> None:
    for address, _status, kind, text in reading_of(role).pages:
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


def test_a14_no_page_shows_a_pro_and_contra_tally(reading_of: ReadingOf) -> None:
    for address, _status, kind, text in reading_of(None).pages:
        if kind.startswith("text/html"):
            assert not re.search(r"\b\d+\s+(voor|tegen|eens|oneens)\b", text), address


def test_x14_who_gathers_all_open_pages_finds_no_address_and_no_name_of_who_takes_part() -> None:
    """People of the demo are called by their role; here each has a name of their own, so that it would be seen."""
    for person in Person.objects.all():
        Person.objects.filter(pk=person.pk).update(display_name=f"Noor{person.pk}Jansen")
    meant = {*Network.objects.values_list("contact", flat=True), *Contact.objects.values_list("email", flat=True)}
    # Whose public task it is: who coordinates a network, and who observes and asks in public for the council.
    in_office = {
        *Coordinator.objects.values_list("person", flat=True),
        *Reader.objects.exclude(role=Reader.Role.FOLLOWER).values_list("person", flat=True),
    }
    known = {f"Noor{pk}Jansen" for pk in in_office}
    named, addresses, read = set[str](), set[str](), 0
    for _address, _status, kind, text in (*pages(Client(), "/opgaven/de-schakel/"), *_about_people()):
        read += 1
        named |= set(re.findall(r"Noor\d+Jansen", text))
        if kind.startswith("text/html"):
            addresses |= set(ADDRESS.findall(text))
    assert read > 100
    assert named <= known
    assert addresses <= meant | {settings.CONTACT_EMAIL}
    assert addresses & meant, "what people chose to be reached by is found"


def _about_people() -> Iterator[tuple[str, int, str, str]]:
    """Return the pages about who guards the process and what is asked about them, of every public challenge."""
    client, seen = Client(), 0
    for slug in Challenge.objects.filter(public_at__isnull=False).values_list("slug", flat=True):
        for part in ("aanloop", "procesbegeleiders", "akkoord"):
            start = f"/opgaven/{slug}/{part}/"
            for page in pages(client, start, alike=MOST, within=start):
                seen += page[1] == OK
                yield page
    assert seen > 3 * Challenge.objects.filter(public_at__isnull=False).count(), "the questions too are read"
