"""Whatever one types into any form or address of the site gets an answer, never a fault, and nothing half written."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communityup.log.models import Line
from communityup.people.models import Person
from communityup.texts.models import Version
from tests.crawl import paths
from tests.crawled.conftest import ReadingOf
from tests.nasty import CORPUS, FULL, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_site")]
ROLES = [
    "Voorzitter van de bewonersgroep", "Gebiedsmanager van de gemeente", "Netwerkcoördinator",
    "Bestuurslid De Schakel", "Bezoeker uit de buurt",
]  # fmt: skip
NOT_TYPED = {"csrfmiddlewaretoken"}
PARAMETER = re.compile(r"<[^>]*>")  # of an address
# What is typed is refused before a database sees most of it: on the second one a sample does, of one person.
TRIES = (200 if connection.vendor == "sqlite" else 60) * (100 if FULL else 1)
ASKED = ROLES if FULL else ROLES[:4] if connection.vendor == "sqlite" else ROLES[:1]


@dataclass
class Form:
    address: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.found, self.open = page, list[Form](), False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = True
            self.found.append(Form(known.get("action") or self.page, known.get("method", "get").lower()))
        elif self.open and known.get("name") and tag in {"input", "textarea", "select", "button"}:
            self.found[-1].fields[known["name"]] = known.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag != "form"


@pytest.fixture(scope="module")
def site_forms(reading_of: ReadingOf) -> list[tuple[SimpleCookie, Form]]:
    found: dict[tuple[str, str, frozenset[str]], tuple[SimpleCookie, Form]] = {}
    for role in ASKED:
        reading = reading_of(role)
        for address, status, kind, text in reading.pages:
            if status == 200 and kind.startswith("text/html"):
                reader = _Forms(address)
                reader.feed(text)
                for form in reader.found:
                    found.setdefault((role, form.address, frozenset(form.fields)), (reading.client.cookies, form))
    assert len(found) > 40
    return list(found.values())


def counts() -> tuple[int, int]:
    return Line.objects.count(), Version.objects.count()


def send(cookies: SimpleCookie, form: Form, values: dict[str, str]) -> None:
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie(cookies.output(header=""))
    with transaction.atomic():
        before = counts()
        call = client.post if form.method == "post" else client.get
        try:
            answer = call(form.address, values)
        except UnicodeEncodeError:
            answer = call(form.address, {name: value.encode("utf-8", "replace") for name, value in values.items()})
        assert answer.status_code < 500, (form.address, values)
        assert b"Traceback" not in answer.content
        if answer.status_code >= 400:
            assert counts() == before, (form.address, values)
        transaction.set_rollback(True)


@settings(
    max_examples=TRIES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_form_of_the_site_breaks_on_bad_input(
    site_forms: list[tuple[SimpleCookie, Form]], data: st.DataObject
) -> None:
    cookies, form = data.draw(st.sampled_from(site_forms))
    typed = {
        name: data.draw(words) if data.draw(st.booleans()) else value
        for name, value in form.fields.items()
        if name not in NOT_TYPED and data.draw(st.integers(0, 9)) > 0
    }
    send(cookies, form, typed)


@pytest.mark.parametrize("word", CORPUS)
def test_no_address_of_the_site_breaks_on_bad_words(word: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(Person.objects.get(display_name=ROLES[0]))
    piece = quote(word[:2000].encode("utf-8", "replace"), safe="")
    for address in (
        f"/opgaven/{piece}/",
        f"/opgaven/uitnodiging/{piece}/",
        f"/opgaven/de-schakel/logboek/?page={piece}&party={piece}&since={piece}&until={piece}",
        f"/opgaven/de-schakel/dialoog/gedachte/{piece}/",
        f"/opgaven/de-schakel/afspraken/{piece}/",
        f"/opgaven/de-schakel/stap/{piece}/voorstellen/",
        f"/opgaven/de-schakel/melden/?zoek={piece}&page={piece}",
        f"/postvak/?page={piece}",
        f"/account/inloggen/?next={piece}",
        f"/demo/rol/?next={piece}",
        f"/{piece}",
    ):
        assert client.get(address).status_code < 500, address


def test_no_address_of_the_site_breaks_on_a_nul() -> None:
    client = Client(raise_request_exception=False)
    client.force_login(Person.objects.get(display_name=ROLES[0]))
    places = [place for place in paths(get_resolver().url_patterns, "") if "<" in place]
    assert len(places) > 400
    for place in places:
        assert client.get("/" + PARAMETER.sub("%00", place)).status_code == 404, place
    for slug in ("opgaven/de-schakel", "netwerken/voorlopers"):
        assert client.get(f"/{slug}/?page=%00&zoek=%00&woorden=%00").status_code < 500, slug
