"""Somebody on a small phone comes by the letter of a neighbour, shares, answers four thoughts, and hears back."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NewPage
from tests.journeys.persons import WITH_AND_WITHOUT, Person, Walker, link_for, somebody

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DIALOGUE = "/opgaven/de-schakel/dialoog/"
ANSWERS = ("Zo zie ik het ook", "Ik begrijp het, ik zie het anders", "Ik begrijp het nog niet", "Sla over")
MOST_THOUGHTS = 40


def asked_along(chair: Person, email: str) -> None:
    """Let the chair of the residents ask a neighbour."""
    chair.step_into("Voorzitter van de bewonersgroep")
    chair.go("/opgaven/de-schakel/partijen/collega/")
    chair.fill("E-mailadres", email)
    chair.press("Stuur de uitnodiging")


def comes_in(person: Walker, email: str) -> None:
    person.go(link_for(person.page, email))
    person.reads("Hoe blijft De Schakel open en levend", "Je bent uitgenodigd namens Bewonersgroep De Schakel")
    person.press("Log in om mee te doen")
    person.sign_in(email, "Fatma")
    person.press("Doe mee")
    person.reads("Je doet mee namens Bewonersgroep De Schakel")


def answers_the_rest(person: Walker) -> None:
    """Answer until no thought is left; looked at once more at the end."""
    for _thought in range(MOST_THOUGHTS):
        button = person.page.locator("main").get_by_role("button", name=ANSWERS[0], exact=True)
        if button.count() == 0:
            break
        before = person.text()
        button.click()
        # Asked again and again from here: without scripts a page cannot wait for something itself.
        expect(person.page.locator("main")).not_to_have_text(before, use_inner_text=True)
        person.page.wait_for_load_state("load")
    person.look()


@pytest.mark.parametrize("script", WITH_AND_WITHOUT)
def test_a_contributor_on_a_phone_shares_answers_and_gets_something_back(
    new_page: NewPage, site: str, script: bool
) -> None:
    chair, person, email = Person(new_page()), Walker(new_page(phone=True, script=script), script=script), somebody("f")
    asked_along(chair, email)
    person.page.goto(f"{site}/toegankelijkheid/")
    comes_in(person, email)
    thought = f"Mijn kinderen maken hier hun huiswerk. {email[2:8]}"
    person.fill("Eén gedachte tegelijk", thought)
    person.press("Deel je gedachte")
    for number, answer in enumerate(ANSWERS, start=1):
        person.reads(f"Gedachte {number} van", "je antwoord is alleen van jou")
        person.press(answer)
        person.reads("Je antwoordde net op een gedachte van")
    answers_the_rest(person)
    person.reads("Dank je wel. Je gaf antwoord op elke gedachte.", "Hoe het verdergaat")
    person.click("Mijn gedachten en antwoorden")
    person.reads(thought, *ANSWERS[:3])
