"""A member of the council reads everything, asks one question in public, and gets no other button."""

import re

import pytest

from tests.journeys.conftest import NewPage
from tests.journeys.persons import WHY, WITH_AND_WITHOUT, Person, Walker, link_for, mails, somebody

pytestmark = [pytest.mark.browser, pytest.mark.slow]
THOUGHT = "De gang is zo smal dat een rolstoel niet kan keren."
QUESTION = "Wanneer horen wij wat jullie van ons nodig hebben?"
TABS = ("Overzicht", "Partijen", "Doelen", "Aanloop", "Dialoog", "Afspraken", "Logboek")


def started(amina: Person, bram: Person, invited: str) -> str:
    """Begin a challenge of two parties with a thought on the table, and return its address."""
    amina.page.goto("/account/inloggen/?next=/opgaven/nieuw/")
    amina.sign_in(somebody("amina"), "Amina")
    challenge = amina.start(f"Hoe wordt de gang weer breed? {invited[5:11]}", party="Gemeente", email=invited)
    amina.page.goto(f"{challenge}dialoog/")
    amina.fill("Eén gedachte tegelijk", THOUGHT)
    amina.press("Deel je gedachte")
    bram.go(link_for(amina.page, invited))
    bram.press("Log in om mee te doen")
    bram.sign_in(invited, "Bram")
    bram.press("Doe mee")
    return challenge


def invite(amina: Person, bram: Person, challenge: str, email: str) -> None:
    """Ask a member of the council to read along, with the yes of both parties."""
    amina.go(f"{challenge}raad/meekijkers/voorstellen/")
    amina.page.get_by_label("meekijker van de raad").check()
    amina.fill("Wie is het?", "Raadslid voor deze wijk")
    amina.fill("Mailadres", email)
    amina.press("Vraag het alle partijen")
    bram.go(f"{challenge}akkoord/")
    bram.press("Akkoord")


def accepts(person: Walker, email: str) -> None:
    found = re.search(r"https?://\S+/raad/meekijkers/uitnodiging/[\w-]+/", mails(person.page, email).split(email, 1)[1])
    assert found, "no letter"
    person.go(found[0])
    person.reads(WHY, "Je beslist hier niets")
    person.press("Log in om te antwoorden")
    person.sign_in(email, "Raadslid")
    person.press("Meekijken")
    person.reads("Je kijkt vanaf nu mee")


def asks(person: Walker) -> None:
    """Ask in public, which is all that an observer can do here."""
    person.click("Openbaar vragen")
    person.fill("Je vraag, of wat jullie loslaten", QUESTION)
    person.press("Zeg dit openbaar")
    person.reads("Iedereen in deze opgave kan het nu lezen", QUESTION, "Wacht op")


@pytest.mark.parametrize("script", WITH_AND_WITHOUT)
def test_e24_an_observer_reads_everything_and_finds_one_thing_to_do(new_page: NewPage, site: str, script: bool) -> None:
    amina, bram, email = Person(new_page()), Person(new_page()), somebody("raad")
    person = Walker(new_page(script=script), script=script)
    challenge = started(amina, bram, somebody("bram"))
    invite(amina, bram, challenge, email)
    person.page.goto(f"{site}/toegankelijkheid/")
    accepts(person, email)
    found = {}
    for name in TABS:
        person.tab(name)
        found[name] = person.buttons()
    assert found == {name: [] for name in TABS}
    person.tab("Overzicht")
    person.reads("Je kijkt mee met deze opgave")
    person.click("Lees de gedachten")
    person.reads(THOUGHT)
    assert person.buttons() == []
    person.go(f"{challenge}raad/")
    assert person.buttons() == []
    asks(person)
    assert person.buttons() == []
    amina.go(person.page.url)
    assert QUESTION in amina.page.locator("main").inner_text()
