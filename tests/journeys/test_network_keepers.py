"""The learning network as those who keep it going: who coordinates a session, and a host and a guest who visit."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.conftest import NewPage
from tests.journeys.persons import WITH_AND_WITHOUT, WITHOUT_AND_WITH, somebody
from tests.journeys.visitors import NETWORK, Visitor, acts_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LETTERS = str.maketrans("0123456789", "ghijklmnop")  # words around which a visit is looked for have no figures
WHERE = "Dorpshuis Heidelo, de kleine zaal"


def fill_in_day(person: Visitor, day: dt.date, *, where: str) -> None:
    """Say on which day, in the afternoon, and in which place."""
    person.fill("Welke dag?", day.isoformat())
    person.fill("Vanaf hoe laat?", "14:00")
    person.fill("Tot hoe laat?", "16:00")
    person.tick("op één plek")
    person.fill("Op welke plek?", where)


def plans_without_a_date(coordinator: Visitor, title: str) -> str:
    """Plan a session of which only the season is known. Return where it is."""
    coordinator.part("Bijeenkomsten")
    coordinator.click("Plan een bijeenkomst")
    coordinator.fill("Hoe heet de bijeenkomst?", title)
    coordinator.fill("Waar is deze bijeenkomst voor?", "Wie belt wie als er iets in een raadsstuk komt?")
    coordinator.tick("de aanpak: hoe we samenwerken")
    coordinator.fill("Nog geen datum", "na de winter – nadere info volgt")
    coordinator.tick("op één plek")
    coordinator.press("Plan de bijeenkomst")
    coordinator.reads(title, "na de winter – nadere info volgt")
    return coordinator.page.url


def fixes_the_day(coordinator: Visitor, day: dt.date) -> None:
    """Fix the day and the place, and keep the same once more by mistake."""
    for _time in range(2):
        coordinator.click("Datum en plek")
        fill_in_day(coordinator, day, where=WHERE)
        coordinator.press("Bewaar")
    coordinator.reads(WHERE)


def makes_room_for_one(coordinator: Visitor) -> None:
    """Say how many can come, and what holds in the room."""
    coordinator.click("Plekken en huisregels")
    coordinator.fill("Hoeveel mensen kunnen er komen?", "1")
    coordinator.fill("Wat zijn de huisregels?", "Iedereen komt aan het woord.")
    coordinator.press("Bewaar")


def comes(person: Visitor, email: str, session: str, name: str, *, waits: bool = False) -> None:
    """Register without an account, or for the waiting list, and confirm by the letter."""
    person.go(session)
    person.click("Zet me op de wachtlijst" if waits else "Ik kom")
    person.fill("Hoe heet je?", name)
    person.fill("Wat is je e-mailadres?", email)
    person.tick("Ik heb de huisregels gelezen")
    person.send_slowly("Zet me op de wachtlijst" if waits else "Meld je aan")
    person.open_letter(email, "/bevestigen/")
    person.press("Ja, zet me op de wachtlijst" if waits else "Ja, ik kom")


def tells_who_comes(coordinator: Visitor, session: str, title: str) -> None:
    """See who comes and who waits, and write to both."""
    coordinator.go(session)
    coordinator.click("Wie komt er")
    coordinator.reads("Nour", "Wachtlijst", "Sam")
    coordinator.go(session)
    coordinator.click("Mail wie er komt")
    coordinator.tick("wie een plek heeft, en wie op de wachtlijst staat")
    coordinator.fill("Wat is het onderwerp?", f"Neem iets mee: {title}")
    coordinator.fill("Wat wil je zeggen?", "Neem een raadsstuk mee dat je verraste.")
    coordinator.press("Ga verder")
    coordinator.reads("Neem een raadsstuk mee dat je verraste.")
    coordinator.reads("2 mensen")
    coordinator.press("Verstuur het bericht")


@pytest.mark.parametrize("script", WITHOUT_AND_WITH)
def test_a49_who_coordinates_plans_fixes_the_day_fills_the_room_writes_and_calls_it_off(
    new_page: NewPage, script: bool
) -> None:
    title, emails = f"Wie belt wie {somebody('t')[2:8]}", [somebody("nour"), somebody("sam")]
    coordinator = acts_for(new_page, "Netwerkcoördinator", script=script)
    session = plans_without_a_date(coordinator, title)
    nour, sam = (Visitor(new_page(phone=True, script=script), script=script) for _person in emails)
    fixes_the_day(coordinator, timezone.localdate() + dt.timedelta(days=60))
    makes_room_for_one(coordinator)
    session = coordinator.page.url
    comes(nour, emails[0], session, "Nour")
    nour.reads("Je hebt een plek")
    comes(sam, emails[1], session, "Sam", waits=True)
    sam.reads("Je staat op de wachtlijst")
    tells_who_comes(coordinator, session, title)
    coordinator.go(session)
    coordinator.click("Gelast deze bijeenkomst af")
    coordinator.fill("Waarom gaat het niet door?", "De zaal staat onder water.")
    coordinator.press("Gelast deze bijeenkomst af")
    coordinator.reads("De zaal staat onder water.")
    for person in (nour, sam):
        person.go(person.page.url)
        person.reads("De zaal staat onder water.")


def asks_and_offers(guest: Visitor, host: Visitor, theme: str) -> None:
    """Ask for a visit, and offer one around the same theme."""
    guest.part("Werkbezoeken")
    guest.click("Vraag een bezoek")
    guest.tick("een bezoek: mensen komen kijken")
    guest.fill("Wat wil je leren?", f"Hoe kregen jullie de straat mee? {theme}")
    guest.fill("Wat hoop je te zien", "Een avond met bewoners.")
    guest.fill("Rond welk thema?", theme)
    guest.fill("Met hoeveel mensen wil je komen?", "4")
    guest.press("Stel de vraag")
    host.part("Werkbezoeken")
    host.click("Bied een bezoek aan")
    host.tick("een bezoek: mensen komen kijken")
    host.fill("Wat is er bij jullie te zien", "De straat, en wie er het eerst ja zei.")
    host.fill("Rond welk thema?", theme)
    host.fill("Hoeveel mensen kunnen er per keer komen?", "6")
    host.press("Bied het aan")
    host.reads(theme)


def is_put_to_both(coordinator: Visitor, theme: str) -> None:
    """See what fits, with its reason, and put it to both."""
    coordinator.click("Werkbezoeken voorstellen")
    match = coordinator.page.locator("main section", has_text=theme).filter(has_text="kan op bezoek bij").first
    expect(match).to_contain_text("Hetzelfde thema")
    match.get_by_role("button", name="Leg het aan beide voor").first.click()
    coordinator.look()


def says_yes(person: Visitor, theme: str) -> None:
    """Read the proposal with its reason, and say yes."""
    person.go(f"{NETWORK}werkbezoeken/mijn/")
    person.follow(theme)
    person.reads("Waarom jullie", "Hetzelfde thema")
    person.press("Ja, dit willen we")


def goes_there(guest: Visitor, theme: str) -> None:
    """Say who come along, and on which day it was."""
    guest.go(f"{NETWORK}werkbezoeken/mijn/")
    guest.follow(theme)
    guest.click("Wie er meekomen")
    guest.fill("Hoeveel ambtenaren?", "1")
    guest.fill("Hoeveel bewoners?", "2")
    guest.press("Bewaar")
    guest.click("Kies de dag")
    fill_in_day(guest, timezone.localdate() - dt.timedelta(days=3), where="Hofdwarsstraat, Heidelo")
    guest.press("Bewaar")


def tells_what_they_saw(guest: Visitor) -> None:
    """Write the report in three questions, and show it to the host first."""
    guest.click("Vertel wat jullie zagen")
    guest.fill("Wat zagen wij?", "Een straat die zelf het tempo bepaalt.")
    guest.fill("Wat nemen wij mee?", "Eerst koffie, dan pas het plan.")
    guest.fill("Wat viel ons op voor jullie, de gastheer?", "De jongeren waren er niet.")
    guest.press("Bewaar")
    guest.press("Toon het aan het andere lid")
    guest.reads("leest het eerst en zegt of het mag")


# Who just met are not brought together again at once: each walk has a pair of its own.
PAIRS = (
    ("Gebiedsregisseur Oeverstad", "Projectleider Heidelo"),
    ("Projectleider Heidelo", "Gebiedsregisseur Oeverstad"),
)


@pytest.mark.parametrize(("script", "pair"), list(zip(WITH_AND_WITHOUT, PAIRS, strict=False)))
def test_b36_e30_guest_and_host_say_yes_meet_and_publish_with_the_yes_of_the_host(
    new_page: NewPage, script: bool, pair: tuple[str, str]
) -> None:
    theme = f"Warmte {somebody('w')[2:8].translate(LETTERS)}"
    guest, host = (acts_for(new_page, role, script=script) for role in pair)
    asks_and_offers(guest, host, theme)
    is_put_to_both(acts_for(new_page, "Netwerkcoördinator", script=script), theme)
    says_yes(host, theme)
    says_yes(guest, theme)
    goes_there(guest, theme)
    tells_what_they_saw(guest)
    host.go(guest.page.url)
    host.click("Mag het openbaar?")
    host.tick("Ja, met de namen van beide leden erbij")
    host.press("Antwoord")
    guest.go(guest.page.url)
    guest.press("Maak het openbaar")
    reader = Visitor(new_page(script=script), script=script)
    reader.go(guest.page.url)
    reader.reads(theme, "Een straat die zelf het tempo bepaalt", "De jongeren waren er niet")
    host.go(f"{NETWORK}werkbezoeken/mijn/")
    host.press("Trek in")
    host.reads_nothing_of("Trek in")
