"""E12: during a step back no page offers what is refused until all parties go on, and a form says so at once."""

import re

import pytest
from django.test import Client
from django.urls import resolve, reverse

from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.actions import respond
from communityup.workspace.pace import actions as pace
from communityup.workspace.setup.actions import propose_skip
from communityup.workspace.tracks import actions as tracks
from tests import make, make_agreements, make_course, make_goals
from tests.forms_on_pages import filled, forms_on

pytestmark = pytest.mark.django_db
SAYS = "zodra alle partijen verdergaan"
TYPED = "Dit typte iemand tijdens het stapje terug"
FORMS = {
    "council:propose": {"who": TYPED},
    "rings:places": {"places": "7"},
    "sketches:propose": {"why": TYPED},
    "course:propose": {"name": TYPED},
    "endings:propose": {"reason": TYPED},
    "facilitators:outsider": {"words": TYPED},
    "leaving:observer": {"reason": TYPED},
    "phases:propose": {"reason": TYPED},
    "rules:propose": {"part_0": TYPED},
    "subchallenges:link": {"address": TYPED},
}
# A page, and what it offers only while the clock runs.
OFFERS = {
    "room:overview": {"room:propose", "agreements:propose"},
    "agreements:page": {"agreements:propose"},
    "endings:page": {"endings:propose"},
    "facilitators:page": {"facilitators:outsider", "facilitators:propose"},
    "phases:page": {"phases:propose"},
    "rules:page": {"rules:propose"},
    "subchallenges:page": {"subchallenges:link"},
    "room:lead_in": {"room:propose"},
    "setup:page": {"setup:propose"},
    "joining:page": {"joining:ask_open"},
    "council:page": {"council:propose", "leaving:observer"},
    "rings:page": {"rings:places"},
    "course:page": {"course:propose"},
}


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def offered(challenge: Challenge, name: str, *rest: str) -> set[str]:
    """Return what a page offers somebody at the table: by its forms, and by links to forms."""
    page = signed_in(make.bram()).get(reverse(name, args=[challenge.slug, *rest])).content.decode()
    own = f"/opgaven/{challenge.slug}/"
    links = re.findall(rf'href="({own}[^"?#]*)', page)
    return {
        resolve(to).view_name for to in [*links, *(action for action, _data in forms_on(page))] if to.startswith(own)
    }


def back(challenge: Challenge) -> None:
    pace.call_step_back(challenge, reason="Even samen kijken.", by=Actor.of(make.amina()))


def ready() -> Challenge:
    """Return a challenge that can leave its lead-in with no reason, of which council reads along."""
    challenge, _amina, _bram = make.challenge_of_two()
    make.observer(challenge, make.chris())
    return challenge


@pytest.mark.parametrize("name", OFFERS)
def test_e12_no_button_is_offered_that_is_refused_during_a_step_back(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communityup.workspace.room.queries.needs_reason", lambda *_of: False)
    challenge = ready()
    assert OFFERS[name] <= offered(challenge, name)
    back(challenge)
    assert not OFFERS[name] & offered(challenge, name)
    asked = pace.ask_to_go_on(challenge, by=Actor.of(make.amina()))
    respond(asked, agrees=True, by=Actor.of(make.bram()))
    assert OFFERS[name] <= offered(challenge, name)


@pytest.mark.parametrize("name", FORMS)
def test_e12_a_form_that_asks_all_parties_says_during_a_step_back_that_it_waits_and_loses_nothing(name: str) -> None:
    challenge, client = ready(), signed_in(make.bram())
    address = reverse(name, args=[challenge.slug])
    typed = {**filled(client.get(address).content.decode()), **FORMS[name]}
    assert typed.keys() > FORMS[name].keys() or typed == FORMS[name]
    back(challenge)
    page = client.get(address).content.decode()
    assert not [action for action, _data in forms_on(page) if not action]
    assert SAYS in page
    late = client.post(address, typed).content.decode()
    assert all(words in late for words in FORMS[name].values()), "who was typing when it began loses nothing"


def test_e12_a_slip_of_the_pen_an_answer_and_what_leaves_the_agenda_wait_and_say_so() -> None:
    challenge = ready()
    amina, bram = make.amina(), make.bram()
    goal = make_goals.proposed_goal(challenge, amina)
    asked = propose_skip(challenge, key="acquaintance", by=Actor.of(amina))
    plan, other = (
        tracks.register_track(challenge, kind="project", what=what, runner="Waterschap", by=Actor.of(one))
        for what, one in (("Riool", bram), ("Dijk", amina))
    )
    rubs = tracks.raise_friction(other, words="De straat ligt open.", by=Actor.of(bram))
    agreement = make_agreements.agreed(challenge, amina, bram)
    places = {
        reverse("corrections:correct", args=[challenge.slug, "agreement", agreement.public_id]),
        reverse("agreements:change", args=[challenge.slug, agreement.public_id]),
        reverse("goals:not_yet", args=[challenge.slug, goal.public_id]),
        reverse("consent:not_yet", args=[challenge.slug, asked.public_id]),
        reverse("tracks:settle", args=[challenge.slug, rubs.public_id]),
        reverse("tracks:end", args=[challenge.slug, plan.public_id]),
    }
    client = signed_in(bram)
    assert [place for place in places if not own_form(client.get(place).content.decode())] == []
    back(challenge)
    for place in places:
        page = client.get(place).content.decode()
        assert not own_form(page), place
        assert SAYS in page, place


def own_form(page: str) -> bool:
    """Say whether a page has a form that is sent to itself."""
    return any(not action for action, _data in forms_on(page))


def test_e12_what_asks_nobody_goes_on_during_a_step_back() -> None:
    challenge = ready()
    asked = propose_skip(challenge, key="acquaintance", by=Actor.of(make.amina()))
    respond(asked, agrees=True, by=Actor.of(make.bram()))
    back(challenge)
    assert "setup:take_up" in offered(challenge, "setup:page")
    assert (
        signed_in(make.bram()).post(reverse("setup:take_up", args=[challenge.slug, "acquaintance"])).status_code == 302
    )


def test_e12_other_forms_of_council_and_executive_stay_open_during_a_step_back() -> None:
    challenge = ready()
    back(challenge)
    page = signed_in(make.bram()).get(reverse("council:milestone", args=[challenge.slug])).content.decode()
    assert [action for action, _data in forms_on(page) if not action]


def test_e12_a_route_is_neither_changed_nor_ended_during_a_step_back() -> None:
    challenge = ready()
    route = make_course.route(challenge, make.amina(), make.bram())
    acts = {"course:change", "course:reopen", "course:end"}
    assert acts & offered(challenge, "course:route", route.public_id) >= {"course:change", "course:end"}
    back(challenge)
    assert not acts & offered(challenge, "course:route", route.public_id)
    for act in acts:
        page = signed_in(make.bram()).get(reverse(act, args=[challenge.slug, route.public_id])).content.decode()
        assert SAYS in page, act


def test_e8_whether_to_go_on_is_asked_of_the_party_that_did_not_answer_and_not_of_the_one_that_did() -> None:
    challenge = ready()
    back(challenge)
    pace.ask_to_go_on(challenge, by=Actor.of(make.amina()))
    asks, address = "Antwoord: gaan we verder?", f"/opgaven/{challenge.slug}/tempo/"
    said, silent = (signed_in(one).get(address).content.decode() for one in (make.amina(), make.bram()))
    assert asks not in said
    assert "Jouw partij wil verder" in said
    assert asks in silent
    assert "Jouw partij wil verder" not in silent
