"""Somebody without an account comes with a code from paper, takes part, and later keeps everything with an account."""

import pytest

from tests.journeys.conftest import NewPage
from tests.journeys.persons import WITHOUT_AND_WITH, Walker, somebody

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHALLENGE = "/opgaven/de-schakel/"


def printed_code(chair: Walker) -> str:
    """Let the chair of the residents print one letter, and return the code on it."""
    chair.step_into("Voorzitter van de bewonersgroep")
    chair.go(f"{CHALLENGE}codes/maken/")
    chair.page.get_by_label("Brieven").check()
    chair.page.get_by_label("Bewonersgroep De Schakel").check()
    chair.fill("Voor hoeveel mensen?", "1")
    chair.press("Maak de codes")
    chair.reads("Print of bewaar deze pagina nu", "Voor één persoon", "Je hebt geen account nodig")
    return chair.page.locator(".letter__code").inner_text()


def comes_in(guest: Walker, code: str) -> None:
    """Type the code from the letter: first wrong, then right."""
    guest.go("/o/")
    guest.reads("Je hebt geen account en geen e-mailadres nodig")
    guest.fill("De code uit je brief", "BCDFG-23456")
    guest.press("Ga verder")
    guest.reads("Deze code werkt niet, of niet meer")
    guest.fill("De code uit je brief", code.lower().replace("-", " "))
    guest.press("Ga verder")
    guest.reads("De Schakel", "Bewonersgroep De Schakel", "nodigt je uit om mee te denken")
    guest.press("Doe mee")
    guest.reads("Welkom, je doet mee")


def makes_an_account(guest: Walker, email: str) -> None:
    guest.page.get_by_role("link", name="Bewaar het met een account").click()
    guest.look()
    guest.click("Maak een account of log in")
    guest.reads("Wat je op dit apparaat deelde, gaat mee en telt één keer")
    guest.sign_in(email, "Gerda")


@pytest.mark.parametrize("script", WITHOUT_AND_WITH)
def test_a_guest_takes_part_with_a_code_and_keeps_everything_in_an_account(new_page: NewPage, script: bool) -> None:
    chair, guest = Walker(new_page()), Walker(new_page(phone=True, script=script), script=script)
    email = somebody("gerda")
    comes_in(guest, printed_code(chair))
    thought = f"Ik durf de trap niet meer op. {email[6:12]}"
    guest.fill("Eén gedachte tegelijk", thought)
    guest.press("Deel je gedachte")
    answered = guest.page.locator("main h2.thought").inner_text().strip("“”")
    guest.press("Ik begrijp het nog niet")
    makes_an_account(guest, email)
    guest.go(f"{CHALLENGE}dialoog/mijn/")
    guest.reads(thought, answered, "Ik begrijp het nog niet")
    assert "zonder account" not in guest.page.locator("body").inner_text()
    again = Walker(new_page(phone=True, script=script), script=script)
    again.go(f"/account/inloggen/?next={CHALLENGE}dialoog/mijn/")
    again.sign_in(email)
    again.reads(thought, answered, "Ik begrijp het nog niet")
