"""Somebody from outside: nothing of a closed challenge, not even that it is there; and all of a public one."""

import pytest

from tests.journeys.conftest import NewPage
from tests.journeys.persons import WHY, WITH_AND_WITHOUT, Person, Walker, somebody

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PUBLIC = "De Schakel: van gemeentelijk buurthuis naar huis van de buurt"
PAGES = ("", "partijen/", "doelen/", "aanloop/", "dialoog/", "afspraken/", "logboek/", "raad/", "delen/")


def closed_challenge(amina: Person, question: str) -> str:
    amina.go("/account/inloggen/?next=/opgaven/nieuw/")
    amina.sign_in(somebody("amina"), "Amina")
    return amina.start(question)


def finds_no_page(person: Walker, address: str, *words: str) -> str:
    """Meet the page that says that nothing is here, and return it."""
    answer = person.page.goto(address)
    assert answer is not None
    assert answer.status == 404
    person.reads_nothing_of(*words)
    return person.text()


@pytest.mark.parametrize("script", WITH_AND_WITHOUT)
@pytest.mark.parametrize("signed_in", [False, True])
def test_an_outsider_finds_nothing_of_a_closed_challenge_and_reads_a_public_one(
    new_page: NewPage, signed_in: bool, script: bool
) -> None:
    amina, person = Person(new_page()), Walker(new_page(phone=True, script=script), script=script)
    question = f"Waar blijft het hek? {somebody('x')[2:8]}"
    address = closed_challenge(amina, question)
    if signed_in:
        person.step_into("Bezoeker uit de buurt")
    absent = finds_no_page(person, "/opgaven/deze-is-er-niet/", question, WHY)
    for page in PAGES:
        assert finds_no_page(person, address + page, question, WHY) == absent
    person.look()
    person.reads("Hier is geen pagina")
    person.click("Naar de eerste pagina")
    person.reads_nothing_of(question, WHY)
    person.go("/opgaven/")
    person.reads_nothing_of(question, WHY)
    person.page.locator("main").get_by_role("link", name=PUBLIC).click()
    person.look()
    person.reads("Hoe blijft De Schakel open en levend", "Bewonersgroep De Schakel", "Gemeente Oeverstad")
    person.click("Het dak is klaar en brandveilig")
    person.reads("Gemeente Oeverstad", "De brandweer tekent de lijst af")
