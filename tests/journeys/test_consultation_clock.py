"""The page of a consultation in a browser: its minutes count down, and it follows who leads it without losing words.

Every request is answered by the product itself, without a server, and the clock of the browser is turned by hand.
"""

from collections.abc import Callable, Iterator
from contextvars import copy_context
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from communityup.network.stuck import actions
from communityup.network.stuck.models import HelpRequest
from tests import make
from tests.make_network import browser
from tests.make_stuck import HERE, at_step, by, matched, planned

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
SITE = "http://testserver"
WORDS = "Wie heeft nu de sleutels?"
Open = Callable[[str], Page]


def answers(site: Client) -> Callable[[Route], None]:
    """Return how requests of a browser are answered, on the connection with the database that the test has."""
    here = copy_context()

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.path.startswith("/static/"):
            found = Path(finders.find(parts.path.removeprefix("/static/")) or "")
            return route.fulfill(body=found.read_bytes(), content_type=KINDS[found.suffix])
        place = parts.path + (f"?{parts.query}" if parts.query else "")
        told = here.run(lambda: site.get(place, follow=True))
        return route.fulfill(status=told.status_code, headers=dict(told.headers), body=told.content)

    return answer


@pytest.fixture
def request_for_help() -> HelpRequest:
    """Return what Amina asked: Bram leads its consultation, and Griet thinks along; they ask questions now."""
    _made, _dilek, request = matched("Bram", "Griet")
    planned(request, "Bram")
    at_step(request, "Bram", 2)
    return request


@pytest.fixture
def opened(chromium: Browser, request_for_help: HelpRequest) -> Iterator[Open]:
    """Return a function that opens the page of the consultation for somebody, with a clock that stands still."""
    contexts = []

    def open_page(name: str) -> Page:
        contexts.append(chromium.new_context(base_url=SITE))
        page, client = contexts[-1].new_page(), browser(make.person(name))
        page.route("**/*", answers(client))
        page.clock.install()
        page.goto(f"{HERE}{request_for_help.public_id}/intervisie/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def asks(page: Page) -> None:
    """Let the page ask whether something is new, and wait for the answer."""
    with page.expect_response(lambda answer: "gezien=" in answer.url):
        page.clock.run_for(10_000)


def test_n18_minutes_of_a_step_count_down_and_its_end_is_said_once_without_alarm(opened: Open) -> None:
    page = opened("Amina")
    clock, said = page.locator("[data-clock]"), page.locator("#said")
    expect(clock).to_contain_text("nog 10 minuten")
    page.clock.run_for(61_000)
    expect(clock).to_contain_text("nog 9 minuten")
    expect(said).to_be_empty()
    page.clock.fast_forward(8 * 60_000)
    page.clock.run_for(1_000)
    expect(clock).to_contain_text("nog 1 minuut.")
    page.clock.fast_forward(60_000)
    page.clock.run_for(1_000)
    expect(clock).to_contain_text("voorbij")
    expect(said).to_contain_text("voorbij")
    expect(said).to_have_attribute("role", "status")


def test_n18_page_follows_who_leads_and_says_which_step_is_on(opened: Open, request_for_help: HelpRequest) -> None:
    page = opened("Griet")
    asks(page)
    expect(page.locator("h1")).to_have_text("Vragen")
    expect(page.locator("#said")).to_be_empty()
    actions.write_note(request_for_help, words=WORDS, by=by("Bram"))
    asks(page)
    expect(page.locator("#consultation")).to_contain_text(WORDS)
    expect(page.locator("#said")).to_be_empty()
    actions.next_step(request_for_help, after=2, by=by("Bram"))
    asks(page)
    expect(page.locator("h1")).to_have_text("Analyse")
    expect(page.locator(".now-step")).to_contain_text("Analyse")
    expect(page.locator("#said")).to_contain_text("Analyse.")


def test_n18_what_somebody_types_is_not_lost_when_the_group_goes_on(
    opened: Open, request_for_help: HelpRequest
) -> None:
    writes, listens = opened("Griet"), opened("Amina")
    for page in (writes, listens):
        page.locator("textarea").fill(WORDS)
        page.locator("textarea").focus()
    actions.next_step(request_for_help, after=2, by=by("Bram"))
    for page in (writes, listens):
        asks(page)
    expect(writes.locator("textarea")).to_have_value(WORDS)
    expect(writes.locator("textarea")).to_be_focused()
    expect(listens.locator("textarea")).to_have_count(0)
    expect(listens.locator("[data-kept]")).to_contain_text(WORDS)
    expect(listens.locator("[data-kept]")).to_be_visible()
    actions.next_step(request_for_help, after=3, by=by("Bram"))
    asks(listens)
    expect(listens.locator("textarea")).to_have_value(WORDS)


def test_page_stays_as_it_is_for_who_was_signed_out(opened: Open) -> None:
    page = opened("Griet")
    page.unroute_all()
    page.route("**/*", answers(Client()))
    page.locator("textarea").fill(WORDS)
    with page.expect_request(lambda sent: "gezien=" in sent.url):
        page.clock.run_for(10_000)
    page.clock.run_for(2_000)
    expect(page.locator("textarea")).to_have_value(WORDS)
