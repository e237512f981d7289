"""A walk over every address of a closed challenge: it reads as ever, and takes only what lasts (R26)."""

from itertools import islice

import pytest
from django.test import Client
from django.urls import resolve

from communityup.log.events import registry
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Phase
from communityup.workspace.challenges.permissions import stands_still
from communityup.workspace.consent.actions import respond
from communityup.workspace.endings.permissions import ANSWERS, LASTING, OPEN_ADDRESSES, SHUT_THERE
from communityup.workspace.pace import actions as pace
from tests import make
from tests.forms_on_pages import forms_on
from tests.make_endings import closed
from tests.make_table import addresses, client_of, full_table, url_names
from tests.table_walk import METHOD_NOT_ALLOWED, NOT_FOUND, OK, sender_of, sent, words_for
from tests.worlds import built_once

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Where something may still be written: agreements and formal decisions, going, one's own words back, words of others
# reported, and waking; the way back; the helper who stops; and what is no part of the challenge itself.
LASTS = {"agreements", "leaving", "moderation", "endings", "formal"}
OWN = {
    "acquaintance:cancel", "acquaintance:erase", "acquaintance:stop_coffee", "challenges:invite_colleague",
    "challenges:take_back", "council:stop", "dialogue:withdraw", "door:take_back", "facilitators:stop",
    "facilitators:stop_helping", "facilitators:stop_standing_in", "facts:take_back", "facts:take_document_back",
    "grip:take_back", "history:take_back", "history:take_reading_back", "joining:revoke", "mandates:stop",
    "mandates:take_away", "paper:revoke", "paper:undo",
    "outreach:take_back", "pace:withdraw", "reach:stop_contact", "reach:take_back_short",
    "readiness:take_answers_back", "readiness:take_words_back",
    "rings:decline", "rings:drop", "rings:follow", "rings:leave", "rings:stop", "rings:take_back",
    "rings:take_back_part", "silence:wake", "sketches:take_back", "subchallenges:stop_asking", "tracks:take_back",
}  # fmt: skip
# What somebody asked or said before the closing, and where they take it back.
TAKEN_BACK = {
    "rings:take_back": ("Vraagt", "kringen/"),
    "rings:take_back_part": ("Meedoener", "kringen/"),
    "outreach:take_back": ("Winkel", "wie-ontbreekt/partij/3/"),
    "pace:withdraw": ("Amina", "tempo/"),
    "sketches:take_back": ("Amina", "vraag/"),
    "subchallenges:stop_asking": ("Amina", "deelopgaven/"),
}
# A practice of the library and the copy of a challenge begin elsewhere; a practice challenge is thrown away as ever.
ELSEWHERE = {"reach:copy", "reach:throw_away", "practice"}
NEVER = "agreements:propose"
CONFLICT, LOOKED_AT = 409, 2


@built_once
def closed_table() -> Challenge:
    """Return the challenge with one of everything, closed by its two parties while Amina's wants a step back."""
    challenge = full_table()
    request_step_back(challenge)
    closed(challenge, make.amina(), make.bram())
    return challenge


def request_step_back(challenge: Challenge) -> None:
    """Ask for one more step back than a party takes by itself in a phase."""
    while not challenge.step_backs.filter(pause=None).exists():
        pace.call_step_back(challenge, reason="Nog een keer kijken.", by=Actor.of(make.amina()))
        if stands_still(challenge):
            asked = pace.ask_to_go_on(challenge, by=Actor.of(make.amina()))
            respond(asked, agrees=True, by=Actor.of(make.bram()))


def test_r26_whatever_is_sent_to_a_closed_challenge_is_refused_but_what_lasts() -> None:
    challenge = closed_table()
    assert challenge.phase == Phase.CLOSED
    client = sender_of(make.amina())
    tried, refused, written = set(), set(), set()
    for name, parameters in url_names().items():
        for address in islice(addresses(challenge, name, parameters), LOOKED_AT):
            status, changed = sent(client, address, {})
            if status in {OK, 302, 403, 422}:
                status, changed = sent(client, address, words_for(address, (client,)))
            lasts = (name.partition(":")[0] in LASTS and name != NEVER) or name in OWN or name in ELSEWHERE
            written |= {name} if changed and not lasts else set()
            if status not in {NOT_FOUND, METHOD_NOT_ALLOWED}:
                tried.add(name)
                refused |= {name} if status == CONFLICT else set()
                break
    assert not written
    assert NEVER in refused
    assert len(tried) > 150
    assert len(refused) > 100


def test_e3_every_page_of_a_closed_challenge_reads_as_before_for_who_could_read_it() -> None:
    challenge = closed_table()
    reader, outsider = client_of(make.person("Volger")), client_of(make.person("Niemand"))
    for path in ("", "partijen/", "logboek/", "afspraken/", "dialoog/naast-elkaar/", "afsluiten/", "fase/", "akkoord/"):
        address = f"/opgaven/{challenge.slug}/{path}"
        page = reader.get(address)
        assert page.status_code == 200, path
        assert "Deze opgave is afgesloten" in page.content.decode(), path
        assert outsider.get(address).status_code == 404


@pytest.mark.parametrize("name", TAKEN_BACK)
def test_r26_what_somebody_asked_before_the_closing_they_still_take_back(name: str) -> None:
    challenge = closed_table()
    who, page = TAKEN_BACK[name]
    client, address = client_of(make.person(who)), f"/opgaven/{challenge.slug}/{page}"
    (back,) = offered(client, address, name)
    before = Line.objects.filter(stream=challenge.stream).count()
    assert client.post(back).status_code == 302
    assert Line.objects.filter(stream=challenge.stream).count() > before
    if client.get(address).status_code == OK:
        assert not offered(client, address, name)


def test_r26_handing_over_to_a_substitute_does_not_outlast_the_process_that_one_guards() -> None:
    asked = {"facilitators.facilitator_handed_over", "facilitators.handover_asked"}
    assert asked <= registry().keys()
    assert not asked & LASTING
    assert not {"facilitators:hand_over", "facilitators:answer"} & OPEN_ADDRESSES


def offered(client: Client, address: str, name: str) -> list[str]:
    """Return the addresses of one name to which a page sends something."""
    found = [
        action for action, _data in forms_on(client.get(address).content.decode()) if action.startswith("/opgaven")
    ]
    return [action for action in found if resolve(action).view_name == name]


def test_what_lasts_is_named_by_events_and_addresses_that_exist() -> None:
    known = registry()
    assert (LASTING | ANSWERS) - known.keys() == set()
    assert (OPEN_ADDRESSES | SHUT_THERE) - url_names().keys() == set()
