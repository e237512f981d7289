"""Every page in a real browser: no barrier axe can find, no sideways scrolling, nothing from elsewhere."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.crawl import shape
from tests.journeys.barriers import AXE, ask_axe, has_new_colours, is_new, read
from tests.journeys.conftest import NewPage
from tests.nasty import FULL

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Who coordinates the network and a member of it, who writes practices and receives visits, see the challenges as others
# do, and who takes part in those sees the network as a visitor does: pages of the other are left to `make prove`.
OF_THE_NETWORK = ("Bestuurslid De Schakel", "Netwerkcoördinator")
OF_CHALLENGES = ("Voorzitter van de bewonersgroep", "Projectleider warmte van de gemeente")
SEEN_BY_OTHERS = {
    "": (),
    **dict.fromkeys(OF_CHALLENGES, ("/netwerken/", "/praktijken/")),
    **dict.fromkeys(OF_THE_NETWORK, ("/opgaven/",)),
}

# Each notice leads its receiver to a page that they can open: tests/network/test_notices_lead.py.
LETTERS, FOR_OTHERS = "/postvak/", {403, 404}
FILES = (".ics", ".json", ".xlsx", ".atom", ".csv", ".zip", ".txt")
MARK = re.compile(r"(?<=/)(?=[^/]*[A-Z#])[\w.:#-]{20,}(?=/)")
SAME_KIND = 3
PHONE = 320
SHEET = re.compile(rb"/Type\s*/Page\b")  # of a printed page, as a PDF says it
DESK: ViewportSize = {"width": 1200, "height": 900}


def step_into(page: Page, role: str) -> None:
    """Look through the eyes of a demo role; an empty one is somebody who is not signed in."""
    page.goto("/demo/rol/")
    if role:
        page.get_by_role("button", name=role, exact=True).click()


def pages_of(page: Page, seen: set[str], absent: set[str], *, but: tuple[str, ...] = ()) -> Iterator[str]:
    """Read one page of every shape that links lead to, and yield the path of each that is built anew while it is open.

    Pages whose path begins with one of `but` are not read.

    Each page that was read is added to `seen`. A letter holds a mark of its own, which makes every letter a shape: a
    few of each kind are enough. In full every page is opened. What a letter to somebody else leads to may be for that
    person only: like a file, it is added to `absent`.
    """
    waiting, kinds, here = [("/", False)], Counter[str](), urlsplit(page.url).netloc
    shapes, in_letters = {shape("/")}, set[str]()
    while waiting:
        address, by_letter = waiting.pop(0)
        found = read(page, address)
        if found is None or (by_letter and found.status in FOR_OTHERS):
            absent.add(address)
            continue
        assert found.status < 400, (address, found.status)
        seen.add(address)
        if is_new(page, found.built):
            answer = page.goto(address)
            assert answer is not None
            assert answer.status < 400, (address, answer.status)
            yield address
        for target in map(urlsplit, found.links):
            link = target.path + (f"?{target.query}" if target.query else "")
            told = in_letters if by_letter or address.startswith(LETTERS) else shapes
            if target.netloc == here and shape(link) not in shapes | told and not _left_out(target.path, but):
                told.add(shape(link))
                kind = MARK.sub("#", shape(link))
                kinds[kind] += 1
                if kinds[kind] <= SAME_KIND or FULL:
                    waiting.append((link, told is in_letters))


def _left_out(path: str, but: tuple[str, ...]) -> bool:
    return path.startswith(but) or path.endswith(FILES) or "/bijlage" in path


def width_on_a_phone(page: Page) -> int:
    """Return how wide the page that is open becomes on a phone of 320 pixels."""
    page.set_viewport_size({"width": PHONE, "height": 640})
    width = int(page.evaluate("document.documentElement.scrollWidth"))
    page.set_viewport_size(DESK)
    return width


@pytest.mark.parametrize("role", SEEN_BY_OTHERS)
def test_every_page_is_without_barriers_fits_a_phone_and_keeps_to_itself(
    new_page: NewPage, site: str, role: str
) -> None:
    page = new_page()
    page.add_init_script(path=AXE)  # worked out by the browser once, and not for every page
    elsewhere, blocked, seen, absent = [], [], set[str](), set[str]()
    page.on("request", lambda one: elsewhere.append(one.url) if not one.url.startswith((site, "data:")) else None)
    page.on("console", lambda one: blocked.append((one.text, one.location["url"])) if one.type == "error" else None)
    page.on("pageerror", lambda fault: blocked.append((str(fault), "")))
    step_into(page, role)
    faults, wide = {}, {}
    for address in pages_of(page, seen, absent, but=() if FULL else SEEN_BY_OTHERS[role]):
        if found := ask_axe(page):
            faults[address] = found
        if (width := width_on_a_phone(page)) > PHONE:
            wide[address] = width
    assert len(seen) > 40
    assert (faults, wide) == ({}, {})
    assert elsewhere == []
    assert [one for one in blocked if one[1].removeprefix(site) not in absent] == []


def test_a43_every_factsheet_fits_on_two_sheets(new_page: NewPage) -> None:
    page = new_page()
    lists = ("/opgaven/", "/praktijken/", "/netwerken/")
    links = {link.split("?")[0] for address in lists for link in read_links(page, address) if link.startswith(address)}
    sheets = {}
    for address in sorted(links):
        if page.request.get(f"{address}factsheet/").status == 200:
            page.goto(f"{address}factsheet/")
            sheets[address] = len(SHEET.findall(page.pdf(format="A4")))
    assert {address.split("/")[1] for address in sheets} == {"opgaven", "praktijken", "netwerken"}
    assert {address: count for address, count in sheets.items() if not 1 <= count <= 2} == {}
    page.evaluate("document.querySelector('main').style.height = '300cm'")
    assert len(SHEET.findall(page.pdf(format="A4"))) > 2


def read_links(page: Page, address: str) -> list[str]:
    """Return where the links of a page lead."""
    page.goto(address)
    found: list[str] = page.eval_on_selector_all("main a[href]", "all => all.map(one => one.getAttribute('href'))")
    return found


def test_the_check_for_barriers_finds_a_planted_one(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x.png\"><input>')")
    assert {one.split(":")[0] for one in ask_axe(page)} >= {"image-alt", "label"}


@pytest.mark.parametrize("planted", [{"color": "#aaa"}, {"background": "#00695c"}, {"opacity": "0.3"}])
def test_the_check_for_barriers_finds_planted_colours_on_a_page_that_it_knows(
    new_page: NewPage, planted: dict[str, str]
) -> None:
    page = new_page()
    page.goto("/")
    assert ask_axe(page) == []
    assert not has_new_colours(page) or FULL
    page.evaluate("look => Object.assign(document.querySelector('main p').style, look)", planted)
    assert [one.split(":")[0] for one in ask_axe(page)] == ["color-contrast"]


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
    for part in ("svg[role=img]", "table"):
        expect(page.locator(f"main {part}").first).to_be_visible()


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
