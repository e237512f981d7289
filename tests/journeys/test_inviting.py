"""Somebody starts a challenge and invites the municipality, which asks first, accepts and brings a colleague."""

import pytest

from tests.journeys.conftest import NewPage
from tests.journeys.persons import WHY, WITHOUT_AND_WITH, Walker, link_for, somebody

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ASKED = "Gaat het ook over de tuin achter het gebouw?"
ANSWER = "Ja, de tuin hoort erbij."
THOUGHT = "Als de verwarming stuk is, bellen mensen ons en niet de gemeente."


def begins(amina: Walker, question: str, bram: str) -> str:
    """Start from the first page, invite the municipality, share a thought, and see what can be shared by a link."""
    amina.go("/")
    amina.click("Begin een opgave")
    amina.sign_in(somebody("amina"), "Amina")
    challenge = amina.start(question, party="Gemeente Lindeveen", email=bram)
    amina.reads(question, "Gemeente Lindeveen", "nog geen antwoord op de uitnodiging")
    amina.click("Deel een gedachte")
    amina.fill("Eén gedachte tegelijk", THOUGHT)
    amina.press("Deel je gedachte")
    return challenge


def asks_first(bram: Walker, email: str, question: str) -> None:
    """Open the letter, read it before signing in, and ask something."""
    bram.go(link_for(bram.page, email))
    bram.reads(question, WHY, "Je bent uitgenodigd namens Gemeente Lindeveen")
    bram.press("Log in om mee te doen")
    bram.sign_in(email, "Bram")
    bram.click("Stel eerst een vraag")
    bram.fill("Wat wil je eerst weten?", ASKED)
    bram.press("Stuur je vraag")
    bram.reads("Je vraag is verstuurd", ASKED, "Nog geen antwoord")


def answers(amina: Walker, challenge: str) -> None:
    amina.go(challenge)
    amina.tab("Partijen")
    amina.reads(ASKED)
    amina.click("Antwoord")
    amina.fill("Je antwoord", ANSWER)
    amina.press("Stuur je antwoord")
    amina.reads(ANSWER)


def accepts(bram: Walker, email: str, colleague: str) -> None:
    bram.go(link_for(bram.page, email))
    bram.reads(ASKED, ANSWER)
    bram.press("Doe mee")
    bram.reads("Je doet mee namens Gemeente Lindeveen", THOUGHT)
    bram.tab("Partijen")
    bram.click("Nodig iemand van je partij uit")
    bram.fill("E-mailadres", colleague)
    bram.press("Stuur de uitnodiging")
    bram.reads("Er is een uitnodiging onderweg", colleague)


def opens_for_readers(amina: Walker, bram: Walker, challenge: str) -> None:
    """Find no link before all parties let everybody read along."""
    amina.go(challenge)
    amina.reads("2 partijen doen mee")
    amina.below("Deel deze opgave")
    amina.reads("Alleen wie is uitgenodigd ziet deze opgave")
    amina.click("Vraag alle partijen om iedereen te laten meelezen")
    amina.page.locator("main li", has_text="Iedereen laten meelezen").get_by_role("button").click()
    amina.look()
    amina.reads("De andere partijen kunnen nu antwoorden. Stilte is geen ja.")
    bram.go(challenge)
    bram.click("Iedereen laten meelezen")
    bram.press("Akkoord")


def shares_the_link(amina: Walker, challenge: str) -> str:
    """Return the address that is there to be copied."""
    amina.go(challenge)
    amina.below("Deel deze opgave")
    amina.reads("Deel met WhatsApp")
    return amina.page.get_by_label("Het adres van deze pagina").input_value()


@pytest.mark.parametrize("script", WITHOUT_AND_WITH)
def test_somebody_invites_and_the_municipality_asks_accepts_and_brings_a_colleague(
    new_page: NewPage, site: str, script: bool
) -> None:
    amina, bram, reader = (Walker(new_page(script=script), script=script) for _person in range(3))
    email, colleague = somebody("bram"), somebody("bas")
    bram.page.goto(f"{site}/toegankelijkheid/")
    question = f"Hoe houden we het buurthuis open? {email[5:11]}"
    challenge = begins(amina, question, email)
    asks_first(bram, email, question)
    answers(amina, challenge)
    accepts(bram, email, colleague)
    opens_for_readers(amina, bram, challenge)
    reader.go(shares_the_link(amina, challenge))
    reader.reads(question, "Inwoners van Molenwijk", "Gemeente Lindeveen")
