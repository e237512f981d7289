"""Somebody follows a challenge, reads, brings nothing in, and takes part once a party asks them along."""

import pytest

from tests.journeys.conftest import NewPage
from tests.journeys.persons import WITH_AND_WITHOUT, Person, Walker, link_for, somebody

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHALLENGE = "/opgaven/groenplan-molenkwartier/"
FIELD = "Eén gedachte tegelijk"


def follows(person: Walker, email: str) -> None:
    """Find on the overview how to follow, and do so."""
    person.go(CHALLENGE)
    person.click("Log in om deze opgave te volgen")
    person.sign_in(email, "Chris")
    person.reads("Je kunt nu")
    person.press("Volg deze opgave")
    person.reads("Je volgt deze opgave en hoort wat iedereen hoort")


def reads_only(person: Walker) -> None:
    """Read thoughts and agreements, and find nowhere to bring something in."""
    person.tab("Overzicht")
    person.reads("Je volgt deze opgave")
    assert person.buttons() == []
    person.tab("Dialoog")
    assert person.page.get_by_label(FIELD).count() == 0
    person.click("Lees de gedachten")
    person.reads("De plantenbakken van vorig jaar waren na de zomer dood")
    assert person.buttons() == []
    person.tab("Afspraken")
    assert person.buttons() == []


def is_asked(teacher: Person, email: str) -> None:
    teacher.step_into("Leerkracht")
    teacher.go(f"{CHALLENGE}partijen/collega/")
    teacher.fill("E-mailadres", email)
    teacher.press("Stuur de uitnodiging")


@pytest.mark.parametrize("script", WITH_AND_WITHOUT)
def test_a_follower_reads_along_and_takes_part_once_asked(new_page: NewPage, script: bool) -> None:
    person, teacher, email = (
        Walker(new_page(phone=True, script=script), script=script),
        Person(new_page()),
        somebody("chris"),
    )
    follows(person, email)
    reads_only(person)
    is_asked(teacher, email)
    person.go(link_for(person.page, email))
    person.press("Doe mee")
    person.reads("Je doet mee namens Basisschool De Wiek")
    thought = f"Kinderen willen in de pauze in de schaduw zitten. {email[6:12]}"
    person.fill(FIELD, thought)
    person.press("Deel je gedachte")
    person.go(f"{CHALLENGE}dialoog/mijn/")
    person.reads(thought)
