"""The states of the entrance and the account that no link leads to: no barrier axe can find, nothing sideways."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page

from tests.journeys.barriers import barriers
from tests.journeys.test_passkeys import code_from_outbox, with_virtual_key

pytestmark = pytest.mark.browser
ACCOUNT = ["", "e-mailadres/", "sessies/", "vertrekken/", "uitloggen/", "beveiliging/", "beveiliging/app/toevoegen/"]
SECURITY = ["", "passkeys/", "herstelcodes/nieuw/"]


@dataclass
class Walk:
    """Somebody who looks for barriers at every step."""

    page: Page
    here: str
    address: str = field(default_factory=lambda: f"staat-{secrets.token_hex(4)}@example.org")
    faults: dict[str, object] = field(default_factory=dict)

    def look(self, state: str) -> None:
        self.page.wait_for_load_state("load")
        found = barriers(self.page)
        sideways = self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        if found or sideways:
            self.faults[state] = (found, sideways)

    def go(self, path: str) -> None:
        self.page.goto(self.here + path)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def ask_code(self) -> None:
        self.go("/account/inloggen/")
        self.page.get_by_label("Je e-mailadres").fill(self.address)
        self.press("Mail me een code")

    def type_code(self) -> None:
        self.page.get_by_label("Code uit de mail").fill(code_from_outbox(self.page, self.address))
        self.press("Ga verder")


def join(walk: Walk) -> None:
    walk.go("/account/inloggen/")
    walk.page.evaluate("document.querySelector('main form').noValidate = true")
    walk.page.get_by_label("Je e-mailadres").fill("geen adres@x")
    walk.press("Mail me een code")
    walk.look("address wrong")
    walk.ask_code()
    walk.look("code")
    walk.page.get_by_label("Code uit de mail").fill("1")
    walk.press("Ga verder")
    walk.look("code wrong")
    walk.type_code()
    walk.look("name")
    walk.page.get_by_label("Hoe mogen we je noemen?").fill("Amina")
    walk.press("Doe mee")
    walk.look("own page")


def add_passkey(walk: Walk) -> None:
    walk.go("/account/beveiliging/passkeys/toevoegen/")
    walk.look("add passkey")
    walk.press("Voeg toe")
    walk.page.wait_for_url("**/herstelcodes/")
    walk.look("recovery codes")


@pytest.mark.parametrize("phone", [False, True])
def test_every_state_of_the_entrance_is_without_barriers(new_page: Callable[..., Page], site: str, phone: bool) -> None:
    walk = Walk(new_page(phone=phone), site.replace("127.0.0.1", "localhost"))
    with_virtual_key(walk.page)
    join(walk)
    for path in ACCOUNT:
        walk.go(f"/account/{path}")
        walk.look(path)
    add_passkey(walk)
    for path in SECURITY:
        walk.go(f"/account/beveiliging/{path}")
        walk.look(f"security {path}")
    walk.go("/account/")
    walk.press("Log uit")
    walk.page.wait_for_url(f"{walk.here}/")
    walk.ask_code()
    walk.type_code()
    walk.look("second step")
    walk.go("/postvak/")
    walk.look("outbox")
    assert walk.faults == {}
