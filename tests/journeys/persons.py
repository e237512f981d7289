"""What a person does in a browser, in words; and the counting of screens, fields and words."""

import re
import uuid
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.journeys.barriers import barriers
from tests.nasty import FULL

# With the scripts of the site, and in full without them too; or the other way round, so that each run has both.
WITH_AND_WITHOUT = (True, False) if FULL else (True,)
WITHOUT_AND_WITH = (False, True) if FULL else (False,)
# Of buttons that change something here; those of the frame (sign out, language) stand outside the main part.
BUTTONS = "main form[method=post] button, main [hx-post]"


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

    def step_into(self, role: str) -> None:
        """Look through the eyes of a demo role."""
        self.page.goto("/demo/rol/")
        self.page.get_by_role("button", name=role, exact=True).first.click()
        self.look()

    def sign_in(self, email: str, name: str = "") -> None:
        """Type an address and the code that was mailed; and a name, the first time."""
        self.fill("Je e-mailadres", email)
        self.press("Mail me een code")
        self.fill("Code uit de mail", code_for(self.page, email))
        self.press("Ga verder")
        if name:
            self.fill("Hoe mogen we je noemen?", name)
            self.press("Doe mee")

    def start(self, question: str, *, party: str = "", email: str = "") -> str:
        """Start a challenge, invite a party when one is named, and return where it is."""
        self.fill("Welke vraag kan niemand alleen oplossen?", question)
        self.fill("Waar?", "Molenwijk")
        self.fill("Wat speelt er, en wie raakt het?", WHY)
        self.press("Ga verder")
        if not party:
            self.click("Sla nu over")
            return self.page.url
        self.fill("Welke partij?", party)
        self.fill("E-mailadres van een contactpersoon", email)
        self.press("Nodig uit")
        return self.page.url


@dataclass
class Walker(Person):
    """Somebody of whom every screen is looked at: no barrier axe can find, and nothing beside the edge."""

    script: bool = True

    def look(self) -> None:
        """Look at the screen that is shown now."""
        super().look()
        sideways = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert sideways <= 0, (self.page.url, sideways)
        if self.script:
            found = barriers(self.page)
            assert found == [], (self.page.url, found)

    def text(self) -> str:
        """Return what the page says, without what is the same on all pages."""
        return self.page.locator("main").inner_text()

    def reads(self, *words: str) -> None:
        """Find all these words on the screen, as they would be read."""
        found = " ".join(self.text().split()).casefold()
        assert [one for one in words if one.casefold() not in found] == [], (self.page.url, found)

    def reads_nothing_of(self, *words: str) -> None:
        """Find none of these words anywhere on the page."""
        found = self.page.content().casefold()
        assert [one for one in words if one.casefold() in found] == [], self.page.url

    def buttons(self) -> list[str]:
        """Return the words of the buttons that change something."""
        return [one.inner_text() for one in self.page.locator(BUTTONS).all()]

    def tab(self, name: str) -> None:
        """Choose a tab of the challenge."""
        self.page.get_by_role("navigation", name="Deze opgave").get_by_role("link", name=name, exact=True).click()
        self.look()

    def below(self, name: str) -> None:
        """Follow a link at the foot of the page."""
        foot = self.page.get_by_role("navigation", name="Delen, melden en je eigen woorden")
        foot.get_by_role("link", name=name, exact=True).click()
        self.look()


WHY = "Het gebouw is oud en wij komen er allemaal."


def somebody(name: str) -> str:
    """Return an address that nobody used before."""
    return f"{name}-{uuid.uuid4().hex[:6]}@example.org"


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


@dataclass(frozen=True)
class Sent:
    """A letter on the outbox page."""

    subject: str
    text: str
    files: list[str]


CARDS = """all => all.map(one => ({subject: one.querySelector('h2').innerText, text: one.innerText,
  files: [...one.querySelectorAll('a[download]')].map(file => file.innerText)}))"""
NEWEST = 2  # pages of the outbox


def letters(page: Page, to: str) -> list[Sent]:
    """Return the newest letters to an address, as anybody reads them on the outbox page; no screen is counted."""
    other = page.context.browser.new_context(base_url=page.url.split("/", 3)[0] + "//" + page.url.split("/")[2])  # type: ignore[union-attr]
    reader, found = other.new_page(), list[Sent]()
    for number in range(1, NEWEST + 1):
        reader.goto(f"/postvak/?page={number}")
        cards = reader.locator("main section").evaluate_all(CARDS)
        found += [Sent(**one) for one in cards if f"Aan {to}," in one["text"]]
    other.close()
    return found


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
