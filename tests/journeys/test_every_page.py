"""Every page in a real browser: no barrier axe can find, no sideways scrolling, nothing from elsewhere."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.crawl import shape
from tests.journeys.conftest import NewPage
from tests.journeys.persons import AXE, RUN_AXE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ROLES = ["", "Voorzitter van de bewonersgroep", "Projectleider warmte van de gemeente"]


def step_into(page: Page, role: str) -> None:
    """Look through the eyes of a demo role; an empty one is somebody who is not signed in."""
    page.goto("/demo/rol/")
    if role:
        page.get_by_role("button", name=role, exact=True).click()


def pages_of(page: Page) -> Iterator[str]:
    """Visit one page of every shape that links lead to, and yield its path while it is open."""
    waiting, shapes = ["/"], {shape("/")}
    while waiting:
        address = waiting.pop(0)
        answer = page.goto(address)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        assert answer.status < 400, (address, answer.status)
        yield address
        for link in page.eval_on_selector_all("a[href]", "found => found.map(one => one.href)"):
            target = urlsplit(link)
            if address.startswith("/postvak/") and "/gevraagd/" in target.path:
                continue  # a question in a letter to somebody else, whose page is for that person only
            here = target.path + (f"?{target.query}" if target.query else "")
            if target.netloc == urlsplit(page.url).netloc and shape(here) not in shapes and not _is_file(target.path):
                shapes.add(shape(here))
                waiting.append(here)


def _is_file(path: str) -> bool:
    return path.endswith((".ics", ".json", ".xlsx", ".atom", ".csv", ".zip", ".txt")) or "/bijlage" in path


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_without_barriers_and_keeps_to_itself(new_page: NewPage, site: str, role: str) -> None:
    page = new_page()
    elsewhere, blocked = [], []
    page.on("request", lambda one: elsewhere.append(one.url) if not one.url.startswith((site, "data:")) else None)
    page.on("console", lambda one: blocked.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda fault: blocked.append(str(fault)))
    step_into(page, role)
    faults, seen = {}, 0
    for address in pages_of(page):
        seen += 1
        page.evaluate(AXE.read_text(encoding="utf-8"))
        if found := page.evaluate(RUN_AXE):
            faults[address] = found
    assert seen > 12
    assert faults == {}
    assert elsewhere == []
    assert blocked == []


@pytest.mark.parametrize("role", ROLES[:2])
def test_every_page_fits_a_phone_of_320_pixels(new_page: NewPage, role: str) -> None:
    page = new_page(phone=True)
    step_into(page, role)
    wide = {
        address: width
        for address in pages_of(page)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320
    }
    assert wide == {}


def test_the_check_for_barriers_finds_a_planted_one(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x.png\"><input>')")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert {one.split(":")[0] for one in page.evaluate(RUN_AXE)} >= {"image-alt", "label"}


def test_thoughts_and_answers_work_without_javascript_on_a_phone(new_page: NewPage) -> None:
    page = new_page(phone=True, script=False)
    step_into(page, "Opbouwwerker")
    page.goto("/opgaven/de-schakel/dialoog/")
    answers = page.locator(".answers button")
    assert answers.count() == 4
    first = page.locator(".thought").inner_text()
    answers.nth(2).click()
    assert page.locator(".thought").count() == 0 or page.locator(".thought").first.inner_text() != first
    words = "De hal is koud, daar wil niemand wachten."
    page.locator("textarea").first.fill(words)
    page.locator("form:has(textarea) button[type=submit], form:has(textarea) button").last.click()
    page.goto("/opgaven/de-schakel/dialoog/mijn/")
    assert words in page.locator("main").inner_text()


def test_visitor_reaches_the_opinion_map_in_three_clicks(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    page.locator("main").get_by_role("link", name="Het plein van Lindeveen", exact=False).first.click()
    page.locator("main").get_by_role("link", name="Kijk waar we elkaar vinden").click()
    assert page.locator("main svg[role=img]").count() >= 1
    assert page.locator("main table").count() >= 1


def test_keyboard_reaches_the_answers_and_sees_where_it_is(new_page: NewPage) -> None:
    page = new_page()
    step_into(page, "Dirigent van het koor")
    page.goto("/opgaven/de-schakel/dialoog/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.answers')"):
            break
    assert page.evaluate("!!document.activeElement.closest('.answers')")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
