"""Two parties of two people, from the first page to each other's first thought and a first confirmed agreement.

Counted as a person meets it: screens, fields typed in, and words in the main part of each screen (header and footer
are the same everywhere and not read again). The bars: at most 10 screens, 12 fields and 600 words for each person.
"""

import datetime as dt
import uuid

import pytest
from django.utils.translation import gettext, override

from tests.journeys.conftest import NewPage
from tests.journeys.persons import Person, code_for, link_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCREENS, FIELDS, WORDS = 10, 12, 600
THOUGHT_OF_AMINA = "Als de verwarming stuk is, bellen mensen ons en niet de gemeente."
THOUGHT_OF_BRAM = "Publiek geld vraagt dat we kunnen uitleggen waarom juist dit gebouw."
PROMISE = "Samen de lijst met achterstallig onderhoud nalopen"


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
    person.press(nl("Sign in to accept"))
    enter(person, email, name)
    if colleague:
        person.fill(nl("E-mail address of somebody else who takes part"), colleague)
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


def amina_starts(amina: Person, email: dict[str, str], question: str) -> None:
    """Start a challenge, invite the municipality and a neighbour, and share the first thought."""
    amina.go("/")
    amina.click(nl("Start a challenge"))
    enter(amina, email["amina"], "Amina")
    amina.fill(nl("Which question can nobody solve alone?"), question)
    amina.fill(nl("Where?"), "Molenwijk")
    amina.fill(nl("What is going on, and whom does it touch?"), "Het gebouw is oud en wij komen er allemaal.")
    amina.press(nl("Continue"))
    amina.fill(nl("Which party?"), "Gemeente Lindeveen")
    amina.fill(nl("E-mail address of a contact"), email["bram"])
    amina.fill(nl("E-mail address of somebody else of your own party"), email["anna"])
    amina.press(nl("Invite"))
    amina.click(nl("Share a thought"))
    share(amina, THOUGHT_OF_AMINA)


def bram_accepts(bram: Person, email: dict[str, str]) -> None:
    """Accept for the municipality, bring a colleague, read Amina's thought and share one."""
    accept(bram, email["bram"], "Bram", colleague=email["bas"])
    assert THOUGHT_OF_AMINA in bram.page.locator("main").inner_text()
    bram.press(nl("I see it this way too"))
    share(bram, THOUGHT_OF_BRAM)


def anna_proposes(anna: Person, email: dict[str, str]) -> None:
    """Join the residents, read the municipality's thought and propose an agreement."""
    accept(anna, email["anna"], "Anna")
    if THOUGHT_OF_BRAM not in anna.page.locator("main").inner_text():
        anna.press(nl("I see it this way too"))
    assert THOUGHT_OF_BRAM in anna.page.locator("main").inner_text()
    anna.click(nl("Overview"))
    anna.click(nl("Make an agreement"))
    anna.fill(nl("What?"), PROMISE)
    anna.fill(nl("When is it done?"), (dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=30)).isoformat())
    anna.fill(nl("How do we see that it is done?"), "De lijst ligt op tafel")
    anna.press(nl("Propose"))


def bas_confirms(bas: Person, email: dict[str, str]) -> None:
    """Join the municipality and confirm the agreement."""
    accept(bas, email["bas"], "Bas")
    bas.click(nl("Overview"))
    bas.click(PROMISE)
    bas.press(nl("Confirm"))
    assert nl("agreed") in bas.page.locator("main").inner_text().lower()


@pytest.mark.parametrize("phone", [False, True])
def test_first_evening_fits_in_five_minutes(new_page: NewPage, site: str, phone: bool) -> None:
    tag = uuid.uuid4().hex[:6]
    email = {name: f"{name}-{tag}@example.org" for name in ("amina", "anna", "bram", "bas")}
    people = {name: Person(new_page(phone=phone)) for name in email}
    for person in people.values():
        person.page.goto(f"{site}/toegankelijkheid/")
    amina_starts(people["amina"], email, f"Hoe houden we het buurthuis open? {tag}")
    bram_accepts(people["bram"], email)
    anna_proposes(people["anna"], email)
    bas_confirms(people["bas"], email)
    for person in people.values():
        within_the_bars(person)
