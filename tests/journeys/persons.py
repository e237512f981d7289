"""What a person does in a browser, in words; and the counting of screens, fields and words."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect


@dataclass
class Person:
    """Somebody at a browser, who counts what is asked of them."""

    page: Page
    screens: int = 0
    fields: int = 0
    words: int = 0
    seen: list[str] = field(default_factory=list)

    def look(self) -> None:
        """Count the screen that is shown now, and its words: those of the page itself, not of its tabs and way back."""
        self.page.wait_for_load_state("load")
        # A part of a page that is being fetched carries this class until it is there.
        expect(self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
        text = self.page.locator("main").inner_text()
        for around in self.page.locator("main nav").all():
            text = text.replace(around.inner_text(), " ", 1)
        self.screens += 1
        self.words += len(re.findall(r"\w[\w'’.-]*", text))
        self.seen.append(f"{self.page.url.split('/', 3)[-1]} ({len(text.split())})")

    def go(self, address: str) -> None:
        """Open an address that came by mail, or the first page."""
        self.page.goto(address)
        self.look()

    def click(self, name: str, *, role: str = "link") -> None:
        """Click a link or button by its words, which shows the next screen."""
        self.page.locator("main").get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        self.look()

    def press(self, name: str) -> None:
        """Press a button by its words, which shows the next screen."""
        self.click(name, role="button")

    def fill(self, label: str, words: str) -> None:
        """Fill in a field by its label."""
        self.page.get_by_label(label, exact=False).first.fill(words)
        self.fields += 1

    def choose(self, label: str, option: str) -> None:
        """Choose an option by its words."""
        self.page.get_by_label(label, exact=False).first.select_option(label=option)
        self.fields += 1


def mails(page: Page, to: str) -> str:
    """Return the words of the mails to an address on the outbox page, newest first; the reader does not count it."""
    other = page.context.browser.new_context(base_url=page.url.split("/", 3)[0] + "//" + page.url.split("/")[2])  # type: ignore[union-attr]
    reader = other.new_page()
    reader.goto("/postvak/")
    text = reader.locator("main").inner_text()
    other.close()
    place = text.find(to)
    assert place >= 0, f"no mail to {to}"
    return text[max(0, place - 300) :]


def code_for(page: Page, to: str) -> str:
    """Return the newest sign-in code that was mailed to an address."""
    found = re.search(r"\b([A-Z0-9]{3}-?[A-Z0-9]{3}|\d{6})\b", mails(page, to).split(to, 1)[1])
    assert found, "no code in the mail"
    return found[1]


def link_for(page: Page, to: str) -> str:
    """Return the newest invitation link that was mailed to an address."""
    found = re.search(r"https?://\S+/opgaven/uitnodiging/[\w-]+/", mails(page, to).split(to, 1)[1])
    assert found, "no invitation in the mail"
    return found[0]
