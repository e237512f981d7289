"""A19 in a browser at 320 pixels: an entry helper types in a stack, and a contributor says where something is."""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NewPage
from tests.journeys.persons import WITHOUT_AND_WITH

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHALLENGE = "/opgaven/de-schakel/"


def enter_as(page: Page, role: str) -> None:
    page.goto("/demo/rol/")
    page.get_by_role("button", name=role, exact=True).click()


def main(page: Page) -> str:
    return page.locator("main").inner_text()


def fits(page: Page) -> None:
    """Nothing may stick out to the right on a small phone."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


def print_two(page: Page) -> tuple[list[str], str]:
    """Print two forms, and return their numbers and the code of the first."""
    page.goto(CHALLENGE + "papier/maken/")
    fits(page)
    page.get_by_label("Hoeveel formulieren?").fill("2")
    page.get_by_role("button", name="Maak de formulieren").click()
    expect(page.locator(".paper-form")).to_have_count(2)
    fits(page)
    numbers = [one.inner_text() for one in page.locator(".paper-form__number strong").all()]
    return numbers, page.locator(".letter__code").first.inner_text().replace("-", "")


def type_in(page: Page, number: str, words: str) -> None:
    """Type in one form: first without the tick, which is refused, then with it."""
    page.get_by_label("Nummer van het formulier").fill(number)
    page.get_by_role("button", name="Zoek het formulier").click()
    page.get_by_label("De woorden zoals ze zijn").fill(words)
    page.get_by_label("Waar is dat?").fill("Achterdeur")
    page.get_by_role("button", name="Voer het in").click()
    assert "Voer dit alleen in als" in main(page), "nothing is entered without the tick"
    page.get_by_label(re.compile("vindt het goed dat ik het invoer")).check()
    fits(page)
    page.get_by_role("button", name="Voer het in").click()
    assert f"Formulier {number} is ingevoerd en telt mee" in main(page)
    fits(page)


@pytest.mark.parametrize("script", WITHOUT_AND_WITH)
def test_a19_a_helper_prints_types_in_a_stack_and_the_author_takes_it_back(new_page: NewPage, script: bool) -> None:
    page, tag = new_page(phone=True, script=script), uuid.uuid4().hex[:6]
    enter_as(page, "Voorzitter van de bewonersgroep")
    numbers, code = print_two(page)
    page.goto(CHALLENGE + "papier/invoeren/")
    for number in numbers:
        type_in(page, number, f"De bel is niet te horen. {tag} {number}")
    author = new_page(phone=True, script=script)
    author.goto(f"/papier/{code}/")
    assert f"De bel is niet te horen. {tag} {numbers[0]}" in main(author)
    fits(author)
    author.locator("summary", has_text="Trek in").first.click()
    author.get_by_role("button", name="Ja, trek het in").click()
    assert "is ingetrokken" in main(author)


def test_a19_a_contributor_shares_a_thought_with_a_place(new_page: NewPage) -> None:
    page, tag = new_page(phone=True), uuid.uuid4().hex[:6]
    enter_as(page, "Vrijwilliger achter de bar")
    page.goto(CHALLENGE + "dialoog/")
    page.get_by_label("Eén gedachte tegelijk").fill(f"De deur klemt als het regent. {tag}")
    page.get_by_text("Plek en soort").click()
    page.get_by_label("Waar is dat?").fill("Ingang aan de Molenstraat")
    fits(page)
    page.get_by_role("button", name="Deel je gedachte").click()
    page.goto(CHALLENGE + "dialoog/mijn/")
    page.get_by_role("link", name=re.compile(tag)).click()
    assert "Ingang aan de Molenstraat" in main(page)
    fits(page)
