"""The learning network as those who use it: a visitor on a phone, who listens, a member, and who makes a practice."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import NewPage
from tests.journeys.persons import WITH_AND_WITHOUT, letters, somebody
from tests.journeys.visitors import LONGER_THAN_A_BLINK, NETWORK, Visitor, acts_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_TABS = 80


def asks_for_a_place(person: Visitor, email: str) -> None:
    """Find the next session from the first page, and register without an account."""
    person.go("/")
    person.follow("Leernetwerk Community-up werken")
    person.follow("De raad meenemen zonder vast te prikken")
    person.reads("Alle plekken zijn bezet", "Online is er plek voor iedereen")
    person.click("Ik kom")
    person.fill("Hoe heet je?", "Noor")
    person.fill("Wat is je e-mailadres?", email)
    person.tick("Ik kom online", "Ik heb de huisregels gelezen")
    person.send_slowly("Meld je aan")
    person.reads("Kijk in je mail", "pas dan ben je aangemeld")


def comes_and_gives_the_place_back(person: Visitor, email: str) -> None:
    """Confirm by pressing, not by opening the link; then give the place back."""
    person.open_letter(email, "/bevestigen/")
    person.reads("Als Noor, met mail naar")
    person.press("Ja, ik kom")
    person.reads("Je hebt een plek", "online")
    told = next(one for one in letters(person.page, email) if "Je hebt een plek" in one.subject)
    assert told.files == ["bijeenkomst.ics"]
    person.unfold("Kun je niet komen?")
    person.press("Geef mijn plek terug")
    person.reads("Je plek is vrij voor iemand anders", "Na zeven dagen wordt je adres hier niet meer bewaard")


def hears_and_stops(person: Visitor, email: str) -> None:
    """Ask for letters without an account, say yes by mail, and stop with one click."""
    person.go(NETWORK)
    person.click("per mail, zonder account")
    person.reads("Wie je mailt", "Hoe vaak", "Privacyverklaring")
    assert not person.page.get_by_label("Ja, hou mij op de hoogte").is_checked()
    person.tick("Toekomstige sessies", "Ja, hou mij op de hoogte")
    person.fill("Wat is je e-mailadres?", email)
    person.send_slowly("Meld je aan")
    person.open_letter(email, "/bevestigen/")
    person.press("Ja, hou mij op de hoogte")
    person.reads("Toekomstige sessies")
    person.press("Stop alle mails")
    person.reads("Je krijgt deze mails niet meer")


@pytest.mark.parametrize("script", WITH_AND_WITHOUT)
def test_a49_a52_a53_visitor_on_a_phone_registers_confirms_gives_back_hears_and_stops(
    new_page: NewPage, script: bool
) -> None:
    person = Visitor(new_page(phone=True, script=script), script=script)
    email = somebody("noor")
    asks_for_a_place(person, email)
    comes_and_gives_the_place_back(person, email)
    hears_and_stops(person, email)


class Listener(Visitor):
    """Somebody who does not see the page: by the keyboard, and by what things are called."""

    def look(self) -> None:
        """Hear how the page is made: one title, headings that go down one at a time, and where one can go at once."""
        super().look()
        headings = self.page.get_by_role("heading")
        levels = [int(one) for one in headings.evaluate_all("all => all.map(one => one.localName.slice(1))")]
        assert levels.count(1) == 1, (self.page.url, levels)
        assert levels[0] == 1, (self.page.url, levels)
        jumps = [(one, next_one) for one, next_one in pairwise(levels) if next_one > one + 1]
        assert jumps == [], (self.page.url, levels)
        for landmark in ("banner", "main", "contentinfo"):
            expect(self.page.get_by_role(landmark)).to_have_count(1)
        expect(self.page.get_by_role("navigation", name="Dit netwerk", exact=True)).to_have_count(1)

    def tab_to(self, target: Locator) -> None:
        """Press Tab until the target has the focus."""
        for _press in range(MOST_TABS):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"the keyboard does not reach it: {target}")

    def type_in(self, name: str, words: str) -> None:
        """Go to a field by the keyboard and type, in place of what was there."""
        self.tab_to(self.page.get_by_role("textbox", name=name))
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(words)

    def enter(self, role: str, name: str | re.Pattern[str]) -> None:
        """Go to a link or button by the keyboard, and use it."""
        where = self.page.url
        self.tab_to(self.page.get_by_role("main").get_by_role(role, name=name).first)  # type: ignore[arg-type]
        self.page.keyboard.press("Enter")
        if role == "link":
            self.page.wait_for_url(lambda url: url != where)
        self.look()


def hears_what_is_wrong(person: Listener) -> None:
    """Land on the summary of what is wrong, go from there to the field, and find what was typed."""
    said = person.page.get_by_role("alert")
    expect(said).to_be_focused()
    link = said.get_by_role("link", name="Wat is je e-mailadres?")
    person.tab_to(link)
    person.page.keyboard.press("Enter")
    field = person.page.get_by_role("textbox", name="Wat is je e-mailadres?")
    expect(field).to_be_focused()
    expect(field).to_have_value("sam@example")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(person.page.get_by_role("textbox", name="Hoe heet je?")).to_have_value("Sam")


def reads_instead_of_looking(person: Listener) -> None:
    """Read the list that stands for the map, and the numbers that stand for the pictures of a year."""
    person.go(f"{NETWORK}leden/kaart/")
    main = person.page.get_by_role("main")
    expect(main.get_by_role("img", name="De lijst op deze pagina vertelt hetzelfde")).to_have_count(1)
    expect(main.get_by_role("heading", level=3, name="Oeverstad")).to_have_count(1)
    expect(main.get_by_role("link", name="Bewonersbedrijf De Schakel")).to_have_count(1)
    person.go(f"{NETWORK}jaar/")
    spread = main.get_by_role("definition").get_by_role("img")
    assert spread.count() >= 1
    for one in spread.all():
        expect(one).to_have_accessible_name(re.compile(r"^nee: \d+, .+, ja: \d+$"))


def test_somebody_who_listens_registers_after_a_mistake_and_reads_the_map_and_the_year(new_page: NewPage) -> None:
    person, email = Listener(new_page()), somebody("sam")
    person.go(f"{NETWORK}bijeenkomsten/")
    person.enter("link", re.compile("Inloopavond"))
    person.enter("link", "Ik kom")
    person.type_in("Hoe heet je?", "Sam")
    person.type_in("Wat is je e-mailadres?", "sam@example")
    person.enter("button", "Meld je aan")
    hears_what_is_wrong(person)
    person.type_in("Wat is je e-mailadres?", email)
    person.page.wait_for_timeout(LONGER_THAN_A_BLINK)
    person.enter("button", "Meld je aan")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Kijk in je mail")
    person.open_letter(email, "/bevestigen/")
    person.enter("button", "Ja, ik kom")
    expect(person.page.get_by_role("heading", name="Je hebt een plek")).to_have_count(1)
    reads_instead_of_looking(person)


def gives_and_asks(person: Visitor, mark: str) -> None:
    """Offer something, and ask a learning question; both are to be read at once."""
    person.part("Vraag en aanbod")
    person.click("Bied iets aan of vraag iets")
    person.tick("biedt aan")
    person.choose("Waar gaat het over?", "een ruimte of plek")
    person.fill("Vertel het in één of twee zinnen", f"Onze zaal is op donderdag vrij. {mark}")
    person.press("Bewaar")
    person.reads(mark)
    person.part("Leervragen")
    person.click("Stel een leervraag")
    person.fill("Rond welk thema?", "Samen tuinieren")
    person.fill("Wat willen jullie te weten komen?", f"Wie geeft water in de zomer? {mark}")
    person.press("Stel de vraag")
    person.reads(mark)


def tells_what_they_did(person: Visitor, mark: str) -> None:
    """Answer the question of another member with an experience."""
    person.part("Leervragen")
    person.follow("Durven we vastgoed los te laten")
    person.click("Vertel jullie ervaring")
    person.fill("Wat deden jullie?", f"We gaven eerst één sleutel. {mark}")
    person.fill("Wat gebeurde er toen?", "Na een maand wilden ze er twee.")
    person.press("Vertel het")
    person.reads(mark, "Woningcorporatie Thuisgroep")


@pytest.mark.parametrize("script", WITH_AND_WITHOUT)
def test_a6_b9_member_offers_asks_answers_with_an_experience_and_is_stuck(new_page: NewPage, script: bool) -> None:
    mark = somebody("merk")
    person = acts_for(new_page, "Gebiedsbeheerder Thuisgroep", script=script)
    gives_and_asks(person, mark)
    tells_what_they_did(person, mark)
    person.part("Ik loop vast")
    person.page.get_by_role("main").get_by_role("link", name="Ik loop vast", exact=True).last.click()
    person.look()
    person.fill("Waar loop je op vast?", f"Twee huurders praten niet meer met elkaar. {mark}")
    person.tick("iedereen die voor een lid", "30 dagen")
    person.press("Vraag het anderen")
    person.reads(mark)
    reader = Visitor(new_page(script=script), script=script)
    reader.go(person.page.url)
    reader.reads_nothing_of(mark)


WORDS = {
    "Waar was het?": "Lindeveen",
    "Wat was er aan de hand?": "Een binnentuin stond vol tegels.",
    "Wat deden jullie?": "Elke bewoner haalde er tien weg.",
    "Waarom werkte het, of juist niet?": "Niemand hoefde te wachten op een plan.",
    "Rond welke thema’s?": "Groen dat bewoners beheren",
    "In welke rol beantwoordt iemand vragen?": "de gebiedsbeheerder",
}
QUOTE = "Ik heb nu een tuin waar ik mijn buren ken."
STUMBLED = "Waar struikelden jullie over?"


def writes_without_stumbling(person: Visitor, title: str) -> str:
    """Write a practice down without what went wrong; it is kept, and cannot be read over. Return where it is."""
    person.part("Praktijken")
    person.click("Schrijf een praktijk op")
    person.fill("Hoe heet het?", title)
    person.press("Begin")
    for label, words in WORDS.items():
        person.fill(label, words)
    person.tick("Community-up", "Vertrouwen en gelijkwaardigheid")
    person.press("Bewaar")
    person.reads("Ontbreekt nog: waar jullie over struikelden", *list(WORDS.values())[1:4])
    assert "Laat nalezen" not in person.buttons()
    return person.page.url


def repairs_it(person: Visitor, voice: str) -> None:
    """Say what went wrong, and who is in it, and let it be read."""
    person.click("Schrijf verder")
    for label, words in WORDS.items():
        assert person.page.get_by_label(label).input_value() == words
    person.fill(STUMBLED, "De kraan was van niemand, en in juli was alles dor.")
    person.tick("Wie er beslist")
    person.press("Bewaar")
    person.click("Voeg toe wie erin staat")
    person.fill("Als wie staan zij erin?", "een bewoner van de binnentuin")
    person.fill("De mailadressen van wie voor hen akkoord geven", voice)
    person.fill("Wat zeggen zij erin?", QUOTE)
    person.press("Voeg toe")
    person.press("Laat nalezen")


def says_yes_to_it(voice: Visitor, email: str, title: str) -> None:
    """Come by the letter, and say yes to one's own words."""
    voice.open_letter(email, "/stemmen/")
    voice.sign_in(email, "Wil")
    voice.reads(title, "een bewoner van de binnentuin")
    voice.tick("Ja, zo klopt het")
    voice.press("Bewaar mijn antwoord")


def is_read_over(editor: Visitor, draft: str) -> None:
    """Read it over as a member of another organisation."""
    editor.go(draft)
    editor.click("Lees het na")
    editor.tick("Ja: ik begrijp wat zij deden")
    editor.press("Verstuur")


@pytest.mark.parametrize("script", WITH_AND_WITHOUT)
def test_b4_x17_practice_without_stumbling_waits_is_repaired_and_read_and_a_voice_takes_its_words_back(
    new_page: NewPage, script: bool
) -> None:
    title, email = f"Tien tegels de man {somebody('t')[2:8]}", somebody("wil")
    writer = acts_for(new_page, "Gebiedsbeheerder Thuisgroep", script=script)
    draft = writes_without_stumbling(writer, title)
    repairs_it(writer, email)
    voice, reader = (Visitor(new_page(script=script), script=script) for _person in range(2))
    voice.page.goto(NETWORK)
    says_yes_to_it(voice, email, title)
    is_read_over(acts_for(new_page, "Wijkmanager Lindeveen", script=script), draft)
    writer.go(draft)
    writer.press("Publiceer")
    reader.go(writer.page.url)
    reader.reads(title, QUOTE, "De kraan was van niemand")
    voice.go(writer.page.url)
    voice.click("Wat je zei, en intrekken")
    voice.unfold("Je woorden intrekken")
    voice.press("Trek mijn woorden in")
    reader.go(writer.page.url)
    reader.reads(title, "De kraan was van niemand")
    reader.reads_nothing_of(QUOTE)
