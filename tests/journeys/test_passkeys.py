"""A passkey in a real browser, under the real content security policy, with the browser's own virtual key."""

import re
import secrets
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def code_from_outbox(page: Page, address: str) -> str:
    """Return the last code mailed to an address, read on the outbox page as a visitor does."""
    reader = page.context.new_page()
    reader.goto(page.url.split("/account/")[0] + "/postvak/")
    letter = reader.locator("section.card", has_text=address).first.inner_text()
    reader.close()
    found = re.search(r"\b(\d{6})\b", letter)
    assert found is not None
    return found[1]


def with_virtual_key(page: Page) -> None:
    """Give the browser a key that always says yes, as a phone with a finger on it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_in(page: Page, address: str, name: str) -> None:
    page.get_by_label("Je e-mailadres").fill(address)
    page.get_by_role("button", name="Mail me een code").click()
    page.get_by_label("Code uit de mail").fill(code_from_outbox(page, address))
    page.get_by_role("button", name="Ga verder").click()
    if "/account/naam/" in page.url:
        page.get_by_label("Hoe mogen we je noemen?").fill(name)
        page.get_by_role("button", name="Doe mee").click()


def sign_out(page: Page, here: str) -> None:
    page.goto(f"{here}/account/")
    page.get_by_role("button", name="Log uit").click()
    expect(page).to_have_url(f"{here}/")


def add_passkey(page: Page) -> None:
    page.get_by_role("link", name="Voeg een passkey toe").click()
    page.get_by_role("button", name="Voeg toe", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Herstelcodes")
    expect(page.locator("main code")).to_have_count(10)


def enter_with_passkey(page: Page, here: str) -> None:
    page.goto(f"{here}/account/inloggen/?next=/account/sessies/")
    page.get_by_role("button", name="Log in met een passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Waar je bent ingelogd")


def enter_with_code_and_passkey(page: Page, here: str, address: str) -> None:
    page.goto(f"{here}/account/inloggen/")
    sign_in(page, address, "Amina")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nog één stap")
    page.get_by_role("button", name="Gebruik mijn passkey").click()
    expect(page).to_have_url(f"{here}/mijn/")


def remove_passkey(page: Page, here: str) -> None:
    page.goto(f"{here}/account/beveiliging/passkeys/")
    page.get_by_role("link", name="Haal weg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ben jij het?")
    page.get_by_role("button", name="Gebruik mijn passkey").click()
    page.get_by_role("button", name="Haal weg").click()
    expect(page.locator("main")).to_contain_text("geen passkey")


def test_a_passkey_is_added_and_signs_in_under_the_strict_policy(new_page: Callable[..., Page], site: str) -> None:
    page = new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    # A passkey belongs to a name, never to a number: localhost stands for the name of the site.
    here, address = site.replace("127.0.0.1", "localhost"), f"passkey-{secrets.token_hex(4)}@example.org"
    with_virtual_key(page)
    page.goto(f"{here}/account/inloggen/?next=/account/beveiliging/")
    sign_in(page, address, "Amina")
    add_passkey(page)
    sign_out(page, here)
    enter_with_passkey(page, here)
    sign_out(page, here)
    enter_with_code_and_passkey(page, here, address)
    remove_passkey(page, here)
    assert problems == []


def test_without_script_the_passkey_button_is_away_and_a_code_works(new_page: Callable[..., Page]) -> None:
    page = new_page(script=False)
    page.goto("/account/inloggen/")
    expect(page.get_by_role("button", name="Log in met een passkey")).to_be_hidden()
    sign_in(page, f"zonder-{secrets.token_hex(4)}@example.org", "Bram")
    expect(page).to_have_url(re.compile("/mijn/$"))
