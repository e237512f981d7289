"""A54: who lets the browser fill in a form is no program; the field for programs stays empty."""

import time
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.conftest import NewPage
from tests.journeys.persons import Person, mails, somebody

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# All that a browser may know of somebody: also what these forms do not ask, which the trap must not look like.
KNOWN = {
    "NAME_FULL": "Noor de Wit", "NAME_FIRST": "Noor", "NAME_LAST": "de Wit", "COMPANY_NAME": "Wijkraad Zuid",
    "ADDRESS_HOME_LINE1": "Kerkstraat 1", "ADDRESS_HOME_CITY": "Oeverstad", "ADDRESS_HOME_ZIP": "1234 AB",
    "ADDRESS_HOME_COUNTRY": "NL", "PHONE_HOME_WHOLE_NUMBER": "+31612345678",
}  # fmt: skip
TRAP = "[name=rest_7]"
FOUND_WITHIN_SECONDS = 60


@pytest.fixture
def chromium(whole_chromium: Browser) -> Browser:
    """Return a browser that keeps what one filled in before."""
    return whole_chromium


def let_the_browser_fill_in(page: Page, field: str, email: str) -> None:
    """Choose in a field what the browser kept of somebody, so that it fills in the whole form by itself."""
    session: Any = page.context.new_cdp_session(page)
    session.send("Autofill.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": field})["nodeId"]
    place = session.send("DOM.describeNode", {"nodeId": node})["node"]["backendNodeId"]
    kept = [{"name": name, "value": value} for name, value in {**KNOWN, "EMAIL_ADDRESS": email}.items()]
    until = time.monotonic() + FOUND_WITHIN_SECONDS
    while not page.locator(field).input_value():
        # The browser looks for forms some time after the page is there, and ignores who asks before it found them.
        assert time.monotonic() < until, "The browser filled nothing in."
        session.send("Autofill.trigger", {"fieldId": place, "address": {"fields": kept}})
        page.wait_for_timeout(250)


def test_a54_a_form_that_the_browser_filled_in_is_taken_as_of_a_person(new_page: NewPage) -> None:
    person, email = Person(new_page()), somebody("autofill")
    person.go("/netwerken/community-up/leden/meedoen/")
    let_the_browser_fill_in(person.page, "[name=email]", email)
    assert person.page.locator("[name=email]").input_value() == email
    assert person.page.locator("[name=name]").input_value() == "Wijkraad Zuid"
    assert person.page.locator(TRAP).input_value() == ""
    person.page.locator("[name=kind]").select_option("residents")
    person.fill("Wat doe je al?", "Wij houden samen de speeltuin open.")
    person.fill("Wat wil je leren?", "Hoe anderen dat doen.")
    person.page.wait_for_timeout(2500)  # nobody is that fast, and a form sent within a blink is not of a person
    person.press("Meld je aan")
    assert mails(person.page, email)


def test_a54_a_letter_is_asked_for_with_the_address_the_browser_kept(new_page: NewPage) -> None:
    person, email = Person(new_page()), somebody("brief")
    person.go("/nieuwsbrief/aanmelden/community-up/")
    let_the_browser_fill_in(person.page, "[name=email]", email)
    assert person.page.locator("[name=email]").input_value() == email
    assert person.page.locator(TRAP).input_value() == ""
    for box in person.page.locator("main input[type=checkbox]").all():
        box.check()
    person.page.wait_for_timeout(2500)
    person.press("Meld je aan")
    assert mails(person.page, email)
