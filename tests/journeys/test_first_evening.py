"""Two parties of two people, from the first page to each other's first thought and a first confirmed agreement.

Counted as a person meets it: screens, fields typed in, and words in the main part of each screen (header and footer
are the same everywhere and not read again). The bars: at most 10 screens, 12 fields and 600 words for each person.
"""

import datetime
import uuid

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page

from tests.journeys.conftest import NewPage
from tests.journeys.persons import Person, code_for, link_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCREENS, FIELDS, WORDS = 10, 12, 600


def nl(words: str) -> str:
    """Return the Dutch words of the interface for the English source."""
    with override("nl"):
        return gettext(words)


def enter(person: Person, email: str, name: str) -> None:
    """Sign in for the first time: address, code, name."""
    person.fill(nl("E-mail address"), email)
    person.press(nl("Mail me a code"))
    person.fill(nl("Code from the mail"), code_for(person.page, email))
    person.press(nl("Continue"))
    person.fill(nl("How may we call you?"), name)
    person.press(nl("Take part"))


def accept(person: Person, email: str, name: str, colleague: str = "") -> None:
    """Follow the link of an invitation, sign in, and take part."""
    person.go(link_for(person.page, email))
    person.press(nl("Sign in to answer"))
    enter(person, email, name)
    if colleague:
        person.fill(nl("Who else takes part? (e-mail address, may stay empty)"), colleague)
    person.press(nl("Accept"))


def share(person: Person, thought: str) -> None:
    """Share a thought on the page of the dialogue."""
    person.fill(nl("One thought at a time, at most 280 characters"), thought)
    person.press(nl("Share your thought"))


def within_the_bars(person: Person) -> None:
    measured = (person.screens, person.fields, person.words)
    print(measured, person.seen)
    assert person.screens <= SCREENS, person.seen
    assert person.fields <= FIELDS
    assert person.words <= WORDS, person.seen


@pytest.mark.parametrize("phone", [False, True])
def test_first_evening_fits_in_five_minutes(new_page: NewPage, site: str, phone: bool) -> None:
    tag = uuid.uuid4().hex[:6]
    address = {name: f"{name}-{tag}@example.org" for name in ("amina", "anna", "bram", "bas")}

    def start(name: str) -> Person:
        page: Page = new_page(phone=phone)
        page.goto(f"{site}/toegankelijkheid/")
        return Person(page)

    amina, anna, bram, bas = start("amina"), start("anna"), start("bram"), start("bas")

    amina.go("/")
    amina.click(nl("Start a challenge"))
    enter(amina, address["amina"], "Amina")
    amina.fill(nl("Which question can nobody solve alone?"), f"Hoe houden we het buurthuis open? {tag}")
    amina.fill(nl("Where?"), "Molenwijk")
    amina.fill(nl("What is going on, and whom does it touch?"), "Het gebouw is oud en wij komen er allemaal.")
    amina.press(nl("Continue"))
    amina.fill(nl("Which party?"), "Gemeente Lindeveen")
    amina.fill(nl("E-mail address of a contact"), address["bram"])
    amina.fill(nl("Somebody else of your own party (may stay empty)"), address["anna"])
    amina.press(nl("Invite"))
    amina.click(nl("Share a thought"))
    share(amina, "Als de verwarming stuk is, bellen mensen ons en niet de gemeente.")
    within_the_bars(amina)

    accept(bram, address["bram"], "Bram", colleague=address["bas"])
    bram.click(nl("Share a thought"))
    assert "Als de verwarming stuk is" in bram.page.locator("main").inner_text()
    bram.press(nl("I see it this way too"))
    share(bram, "Publiek geld vraagt dat we kunnen uitleggen waarom juist dit gebouw.")
    within_the_bars(bram)

    accept(anna, address["anna"], "Anna")
    anna.click(nl("Share a thought"))
    assert any(words in anna.page.locator("main").inner_text() for words in ("Publiek geld", "Als de verwarming"))
    anna.page.goto(anna.page.url.removesuffix("dialoog/"))
    anna.click(nl("Make an agreement"))
    anna.fill(nl("What?"), "Samen de lijst met achterstallig onderhoud nalopen")
    anna.fill(nl("When is it done?"), (datetime.date.today() + datetime.timedelta(days=30)).isoformat())  # noqa: DTZ011
    anna.fill(nl("How do we see that it is done?"), "De lijst ligt op tafel")
    anna.press(nl("Propose"))
    within_the_bars(anna)

    accept(bas, address["bas"], "Bas")
    bas.click("Samen de lijst met achterstallig onderhoud nalopen")
    bas.press(nl("Confirm"))
    assert nl("agreed") in bas.page.locator("main").inner_text().lower()
    within_the_bars(bas)
