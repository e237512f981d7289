"""A closed challenge offers only what it takes: no form and no button of it is refused for being closed (R26)."""

import re

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.acquaintance import actions as acquaintance
from communityup.workspace.challenges.models import Challenge, Ring
from communityup.workspace.endings.permissions import stays_open
from communityup.workspace.facilitators import actions as facilitators
from communityup.workspace.facilitators.models import Candidacy
from communityup.workspace.outreach.actions import mark_heard, name_perspective, reach_out
from communityup.workspace.pace.actions import signal_pace
from communityup.workspace.rings.actions import ask_for_part, follow, leave_table, name_substitute
from tests import make
from tests.forms_on_pages import forms_on
from tests.make_acquaintance import card, drawn, want
from tests.make_acquaintance import visit as visit_of
from tests.make_endings import closed
from tests.make_facilitators import guarded
from tests.make_goals import interest
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
# Where a link leads to a form, or to a step that no longer comes.
LEADS = {
    "acquaintance:own", "acquaintance:offer", "acquaintance:change", "council:ask", "pace:answer", "goals:ask_on",
    "dialogue:round", "facilitators:propose", "facilitators:outsider", "facilitators:substitute",
    "facilitators:replacement", "outreach:name", "outreach:join", "outreach:reach_out", "outreach:result",
    "rings:answer", "rings:answer_part", "rings:places", "rings:substitute", "rules:page",
}  # fmt: skip
PAGES = (
    "outreach:page", "facilitators:page", "rings:page", "acquaintance:page", "acquaintance:coffee",
    "acquaintance:visits",
)  # fmt: skip
FORMS = (
    "outreach:name", "facilitators:substitute", "facilitators:outsider", "rings:places", "rings:substitute",
    "acquaintance:own", "acquaintance:offer",
)  # fmt: skip


def chris() -> Person:
    return make.chris()


@built_once
def rich() -> Challenge:
    """Return a challenge with something on each page, guarded by two, with a follower who asked a party."""
    challenge, _first, _second = guarded()
    amina, bram = Actor.of(make.amina()), make.bram()
    reach_out(
        name_perspective(challenge, words="Wie later komt", by=amina), how="Brief", day=timezone.localdate(), by=amina
    )
    mark_heard(name_perspective(challenge, words="De winkels", by=amina), by=amina)
    name_perspective(challenge, words="De school", by=amina)
    card(challenge, make.amina())
    want(challenge, make.amina(), bram)
    drawn(challenge, make.dilek())
    visit_of(challenge, make.amina())
    gerda = make.person("Gerda")
    make.colleague(challenge.parties.get(number=1), gerda, inviter=make.amina())
    if challenge.seats.get(person=gerda).ring == Ring.TABLE:
        leave_table(challenge, by=Actor.of(gerda))
    name_substitute(challenge, substitute=gerda, by=amina)
    facilitators.propose_outsider(
        challenge, role=Candidacy.Role.HELPER, email="yolan@example.org", words="Yolan, uit de buurt.", by=amina
    )
    for one in (chris(), make.person("Fatih")):
        follow(challenge, by=Actor.of(one))
    ask_for_part(challenge.parties.get(number=1), by=Actor.of(make.person("Fatih")))
    return challenge


@built_once
def ended() -> Challenge:
    challenge = rich()
    closed(challenge, make.amina(), make.bram())
    return challenge


def reader(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def people() -> list[Person]:
    return [*map(make.person, ("Amina", "Bram", "Dilek", "Els", "Femke", "Gerda", "Chris", "Fatih"))]


def offered(challenge: Challenge, person: Person, name: str, *rest: str) -> set[str]:
    """Return the names of what a page offers to do in this challenge: its forms, and links to forms."""
    page = reader(person).get(reverse(name, args=[challenge.slug, *rest])).content.decode()
    own = f"/opgaven/{challenge.slug}/"
    sent = {resolve(action).view_name for action, _data in forms_on(page) if action.startswith(own)}
    links = re.findall(rf'href="({own}[^"?#]*)', page)
    return sent | ({resolve(link).view_name for link in links} & LEADS)


@pytest.mark.parametrize("name", PAGES)
def test_r26_a_page_of_a_closed_challenge_offers_nothing_that_is_refused(name: str) -> None:
    challenge = rich()
    before = {act for one in people() for act in offered(challenge, one, name) if not stays_open(act)}
    assert before, "nothing that ends with a closing was offered before it"
    closed(challenge, make.amina(), make.bram())
    for one in people():
        refused = {act for act in offered(challenge, one, name) if not stays_open(act)}
        assert not refused, (str(one), refused)


def test_r26_who_watches_guards_or_asks_on_is_offered_none_of_it_after_closing() -> None:
    challenge, _first, _second = guarded()
    amina, bram = make.amina(), make.bram()
    make.observer(challenge, chris())
    signal_pace(challenge, kind="fast", by=Actor.of(amina))
    wish = interest(challenge, amina)
    pages: dict[str, tuple[Person, str, *tuple[str, ...]]] = {
        "council:ask": (chris(), "council:page"),
        "pace:answer": (make.dilek(), "pace:page"),
        "goals:ask_on": (bram, "goals:interest", wish.public_id),
    }
    assert [act for act, place in pages.items() if act not in offered(challenge, *place)] == []
    closed(challenge, amina, bram)
    assert [act for act, place in pages.items() if act in offered(challenge, *place)] == []


def test_r26_what_lasts_is_still_offered_after_closing() -> None:
    challenge = ended()
    assert "acquaintance:erase" in offered(challenge, make.amina(), "acquaintance:page")
    assert "acquaintance:stop_coffee" in offered(challenge, make.amina(), "acquaintance:coffee")
    assert {"rings:drop", "rings:leave"} & offered(challenge, make.amina(), "rings:page")
    assert "rings:stop" in offered(challenge, chris(), "rings:page")
    page = reader(make.dilek()).get(f"/opgaven/{challenge.slug}/procesbegeleiders/").content.decode()
    assert reverse("facilitators:stop", args=[challenge.slug]) in page


@pytest.mark.parametrize("name", FORMS)
def test_r26_a_form_of_a_closed_challenge_is_not_shown_and_the_page_says_why(name: str) -> None:
    challenge = rich()
    address = reverse(name, args=[challenge.slug])
    who = make.dilek() if name == "facilitators:substitute" else make.amina()
    assert any(not action for action, _data in forms_on(reader(who).get(address).content.decode()))
    closed(challenge, make.amina(), make.bram())
    page = reader(who).get(address)
    assert page.status_code == 200
    assert not [action for action, _data in forms_on(page.content.decode()) if not action]
    assert "Deze opgave is afgesloten" in page.content.decode()


def test_r26_a_visit_is_cancelled_after_closing_and_no_longer_changed_or_answered() -> None:
    challenge = ended()
    visit = challenge.place_visits.get()
    page = reader(make.amina()).get(reverse("acquaintance:visit", args=[challenge.slug, visit.public_id]))
    assert page.status_code == 200
    shown = page.content.decode()
    cancel, change, answer = (
        reverse(f"acquaintance:{name}", args=[challenge.slug, visit.public_id])
        for name in ("cancel", "change", "answer")
    )
    assert cancel in shown
    assert change not in shown
    assert answer not in shown
    assert any(not action for action, _data in forms_on(reader(make.amina()).get(cancel).content.decode()))
    acquaintance.cancel_visit(visit, reason="", by=Actor.of(make.amina()))


def test_r26_who_is_asked_to_help_can_only_say_no_after_closing() -> None:
    challenge = ended()
    asked = Candidacy.objects.get(challenge=challenge, email="yolan@example.org")
    address = reverse("facilitators:answer", args=[challenge.slug, asked.public_id])
    page = reader(make.person("Yolan")).get(address).content.decode()
    assert "Deze opgave is afgesloten" in page
    assert [action for action, _data in forms_on(page) if "/opgaven/" in action or not action] == [
        reverse("facilitators:give_up", args=[challenge.slug, asked.public_id])
    ]


def test_r26_an_empty_page_of_a_closed_challenge_does_not_read_as_if_it_goes_on() -> None:
    challenge, amina, bram = make.challenge_of_two()
    invites = {
        "wie-ontbreekt/": "Wie zou je willen horen",
        "kennismaken/": "Iemand is de eerste",
        "procesbegeleiders/": "Kies dan samen twee",
    }
    for part, words in invites.items():
        assert words in reader(amina).get(f"/opgaven/{challenge.slug}/{part}").content.decode(), part
    closed(challenge, amina, bram)
    for part, words in invites.items():
        assert words not in reader(amina).get(f"/opgaven/{challenge.slug}/{part}").content.decode(), part
