"""The pages about facilitators over HTTP: anonymous, outsider, wrong role and right role; reading changes nothing."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Facilitator
from communityup.workspace.echoes import queries as echoes
from communityup.workspace.facilitation.permissions import facilitators_of
from communityup.workspace.facilitation.queries import step_of
from communityup.workspace.facilitators import actions
from communityup.workspace.facilitators.models import Candidacy, Replacement
from communityup.workspace.pace import actions as pace
from communityup.workspace.phases import actions as phases
from tests import make, make_facilitators
from tests.forms_on_pages import forms_on

pytestmark = pytest.mark.django_db
OUTSIDE: dict[str, Any] = {"role": "helper", "email": "hans@example.org", "words": "Een bemiddelaar."}


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def status(client: Client, name: str, address: str, data: Mapping[str, object] | None = None) -> int:
    if name:
        client.force_login(make.person(name))
    else:
        client.logout()
    return (client.get(address) if data is None else client.post(address, data)).status_code


def test_without_facilitators_the_page_says_that_everybody_guards_the_process(client: Client) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    page = f"/opgaven/{challenge.slug}/procesbegeleiders/"
    shown = client.get(page).content.decode()
    assert "Iedereen aan tafel bewaakt het proces" in shown
    assert "voorstellen/" not in shown, "a visitor is offered nothing"
    client.force_login(make.amina())
    assert "voorstellen/" in client.get(page).content.decode()
    start = client.get(f"/opgaven/{challenge.slug}/aanloop/").content.decode()
    assert page in start
    assert "iedereen bewaakt het proces" in start


def test_who_takes_part_sees_who_guards_since_when_and_who_is_asked_and_nobody_an_address(client: Client) -> None:
    challenge, first, _second = make_facilitators.guarded()
    actions.propose_outsider(challenge, **OUTSIDE, by=by("Amina"))
    actions.ask_replacement(first, reason="Het verslag kwam te laat.", by=by("Bram"))
    make.observer(challenge, make.chris())
    for name, acts in (("Bram", True), ("Chris", False), ("Dilek", False)):
        client.force_login(make.person(name))
        shown = client.get(f"/opgaven/{challenge.slug}/procesbegeleiders/").content.decode()
        for words in ("Dilek", "Femke", "bewaakt het proces sinds", "Een bemiddelaar.", "Het verslag kwam te laat."):
            assert words in shown, (name, words)
        assert "hans@example.org" not in shown
        assert acts == ("iemand-anders/" in shown)


FORMS = [
    ("voorstellen/", "Amina", {"person": "x"}, ("Dilek", "Femke", "Chris")),
    ("van-buiten/", "Amina", {"role": "helper", "email": "geen adres", "words": ""}, ("Dilek", "Femke", "Chris")),
    ("vervanger/", "Dilek", {"person": "x"}, ("Amina", "Els", "Chris")),
    ("vervanger/", "Femke", {"email": "geen adres"}, ("Bram",)),
    ("{key}/iemand-anders/", "Bram", {"reason": ""}, ("Dilek", "Femke", "Chris")),
]


@pytest.mark.parametrize(("place", "name", "wrong", "others"), FORMS)
def test_forms_for_who_may_and_bad_input_gives_a_clear_sentence(
    client: Client, place: str, name: str, wrong: dict[str, object], others: tuple[str, ...]
) -> None:
    challenge, first, _second = make_facilitators.guarded()
    address = f"/opgaven/{challenge.slug}/procesbegeleiders/{place.format(key=first.pk)}"
    lines = Line.objects.count()
    assert status(client, "", address) == 302
    for other in others:
        assert status(client, other, address) == 403
        assert status(client, other, address, wrong) == 403
    assert status(client, name, address) == 200
    assert status(client, name, address, wrong) == 422
    assert Line.objects.count() == lines


def test_the_right_role_does_each_thing_over_http(client: Client) -> None:
    challenge, first, _second = make_facilitators.guarded()
    page = f"/opgaven/{challenge.slug}/procesbegeleiders/"
    amina = make.amina().pk
    assert status(client, "Dilek", f"{page}vervanger/", {"person": amina}) == 302
    first.refresh_from_db()
    assert first.substitute_id == amina
    assert status(client, "Femke", f"{page}vervanger/", {"email": "gerrit@example.org", "words": "Gerrit."}) == 302
    assert status(client, "Amina", f"{page}van-buiten/", OUTSIDE) == 302
    assert status(client, "Bram", f"{page}{first.pk}/iemand-anders/", {"reason": "Te snel."}) == 302
    assert Replacement.objects.count() == 1
    asked = Candidacy.objects.get(role="helper")
    for name, answer in (("", 302), ("Chris", 403), ("Bram", 403), ("Amina", 302)):
        assert status(client, name, f"{page}gevraagd/{asked.public_id}/nee/", {}) == answer
    asked.refresh_from_db()
    assert asked.state == Candidacy.State.ENDED


def test_posts_are_for_who_may_and_reading_changes_nothing(client: Client) -> None:
    challenge, _first, _second = make_facilitators.guarded()
    page = f"/opgaven/{challenge.slug}/procesbegeleiders/"
    helper = make_facilitators.outsider(
        challenge, make.person("Hans"), proposer=make.amina(), others=[make.bram()], role="helper"
    )
    lines = Line.objects.count()
    for place in ("overdragen/", "vervanger/stoppen/", f"helper/{helper.public_id}/stoppen/"):
        assert status(client, "Dilek", page + place) == 405
        assert status(client, "", page + place, {}) == 302
    assert status(client, "Dilek", f"{page}stoppen/") == 200
    assert len(facilitators_of(challenge)) == 2
    for name in ("Amina", "Chris"):
        assert status(client, name, f"{page}overdragen/", {}) == 403
        assert status(client, name, f"{page}stoppen/", {}) == 403
        assert status(client, name, f"{page}helper/{helper.public_id}/stoppen/", {}) == 403
    assert Line.objects.count() == lines
    assert status(client, "Dilek", f"{page}overdragen/", {}) == 302
    assert status(client, "Els", f"{page}vervanger/stoppen/", {}) == 302
    assert status(client, "Dilek", f"{page}stoppen/", {}) == 302
    assert status(client, "Hans", f"{page}helper/{helper.public_id}/stoppen/", {}) == 302
    assert Line.objects.count() == lines + 4


def test_who_is_asked_chooses_a_substitute_and_says_yes(client: Client) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    make.colleague(challenge.parties.get(number=1), make.dilek(), inviter=amina)
    asked = actions.propose_own(challenge, person=make.dilek(), by=by("Amina"))
    address = f"/opgaven/{challenge.slug}/procesbegeleiders/gevraagd/{asked.public_id}/"
    for name, answer in (("", 302), ("Chris", 404), ("Amina", 404), ("Dilek", 200)):
        assert status(client, name, address) == answer
    assert status(client, "Dilek", address, {}) == 422
    assert status(client, "Dilek", address, {"person": amina.pk}) == 302
    assert "begint als alle partijen" in client.get(address).content.decode()
    assert not Facilitator.objects.exists()


def test_a_closed_challenge_shows_its_facilitators_to_nobody_outside(client: Client) -> None:
    challenge, _amina, _bram = make.closed_challenge_of_two()
    for name in ("", "Chris"):
        assert status(client, name, f"/opgaven/{challenge.slug}/procesbegeleiders/") == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_number_of_queries_for_one_and_for_three_candidates(
    count: int, client: Client, django_assert_num_queries: object
) -> None:
    challenge, _first, _second = make_facilitators.guarded()
    for number in range(count):
        actions.propose_outsider(challenge, **{**OUTSIDE, "email": f"hans{number}@example.org"}, by=by("Amina"))
    client.force_login(make.bram())
    client.get(f"/opgaven/{challenge.slug}/procesbegeleiders/")
    with django_assert_num_queries(18):  # type: ignore[operator]
        client.get(f"/opgaven/{challenge.slug}/procesbegeleiders/")


def test_e7_e12_a_second_yes_waits_during_a_step_back_unless_it_counts_then_too(client: Client) -> None:
    challenge, _first, _second = make_facilitators.guarded()
    phases.propose(challenge, to="interests", reason="Wij kunnen verder.", by=by("Dilek"))
    client.force_login(make.person("Femke"))
    page, yes, no = f"/opgaven/{challenge.slug}/procesbegeleiders/", "/akkoord/", "/intrekken/"
    before = [action for action, _data in forms_on(client.get(page).content.decode())]
    assert [any(action.endswith(end) for action in before) for end in (yes, no)] == [True, True]
    pace.call_step_back(challenge, reason="Even samen kijken.", by=by("Amina"))
    shown = client.get(page).content.decode()
    meanwhile = [action for action, _data in forms_on(shown)]
    assert [any(action.endswith(end) for action in meanwhile) for end in (yes, no)] == [False, True]
    assert "zodra alle partijen verdergaan" in shown
    assert step_of(echoes.APART).while_paused


def test_e12_who_guards_the_process_is_not_offered_to_ask_all_parties_during_a_step_back(client: Client) -> None:
    challenge, first, second = make_facilitators.guarded()
    asks = {"Amina": f"/{first.pk}/iemand-anders/", "Dilek": "/overdragen/", "Femke": "/vervanger/"}
    page = f"/opgaven/{challenge.slug}/procesbegeleiders/"
    for name, address in asks.items():
        client.force_login(make.person(name))
        assert f'procesbegeleiders{address}"' in client.get(page).content.decode(), name
    pace.call_step_back(challenge, reason="Even samen kijken.", by=by("Amina"))
    for name, address in asks.items():
        client.force_login(make.person(name))
        assert f'procesbegeleiders{address}"' not in client.get(page).content.decode(), name
    forms = (("Femke", "vervanger/"), ("Amina", f"{second.pk}/iemand-anders/"))
    for name, address in forms:
        client.force_login(make.person(name))
        shown = client.get(f"{page}{address}").content.decode()
        assert not [action for action, _data in forms_on(shown) if not action], name
        assert "zodra alle partijen verdergaan" in shown


def test_e12_who_is_asked_from_outside_says_yes_after_a_step_back_and_no_at_once(client: Client) -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    asked = actions.propose_outsider(challenge, **{**OUTSIDE, "role": "facilitator"}, by=by("Amina"))
    address = f"/opgaven/{challenge.slug}/procesbegeleiders/gevraagd/{asked.public_id}/"
    client.force_login(make.person("Hans"))
    assert [action for action, _data in forms_on(client.get(address).content.decode()) if not action]
    pace.call_step_back(challenge, reason="Even samen kijken.", by=by("Amina"))
    page = client.get(address).content.decode()
    assert not [action for action, _data in forms_on(page) if not action]
    assert "Dan kun je hier ja zeggen" in page
    assert client.post(f"{address}nee/").status_code == 302
