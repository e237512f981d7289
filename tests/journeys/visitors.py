"""Who walks through the learning network: a visitor, and a role of the demonstration."""

import re

from tests.journeys.conftest import NewPage
from tests.journeys.persons import Walker, letters

NETWORK = "/netwerken/community-up/"
LONGER_THAN_A_BLINK = 2100  # nobody is that fast, and a form sent within a blink is not of a person


class Visitor(Walker):
    """Somebody who walks through the network by the words on its links and buttons."""

    def follow(self, words: str) -> None:
        """Follow the first link that says this, among other words."""
        self.page.locator("main").get_by_role("link", name=words).first.click()
        self.look()

    def tick(self, *words: str) -> None:
        """Choose a circle or a box by its words."""
        for one in words:
            self.page.locator("main").get_by_label(one).first.check()

    def unfold(self, words: str) -> None:
        """Open what is folded."""
        self.page.locator("main summary", has_text=words).first.click()

    def part(self, name: str) -> None:
        """Choose a part of the network."""
        self.page.get_by_role("navigation", name="Dit netwerk", exact=True).get_by_role("link", name=name).click()
        self.look()

    def send_slowly(self, button: str) -> None:
        """Send a form that everybody may send, after reading it."""
        self.page.wait_for_timeout(LONGER_THAN_A_BLINK)
        self.press(button)

    def open_letter(self, email: str, path: str) -> None:
        """Open the link with this path in the newest letter that has one."""
        written = letters(self.page, email)
        found = [link for one in written for link in re.findall(r"https?://\S+", one.text) if path in link]
        assert found, written
        self.go(found[0])


def acts_for(new_page: NewPage, role: str, *, script: bool) -> Visitor:
    """Return somebody of the demonstration at a browser of their own, on the first page of the network."""
    person = Visitor(new_page(script=script), script=script)
    person.step_into(role)
    person.go(NETWORK)
    return person
