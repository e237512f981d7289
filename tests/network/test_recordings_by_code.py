"""Consent of who speaks in a recording, for what is done with it: a code for others has a yes of its own (E30)."""

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from communityup.base.errors import Refused
from communityup.network.meetings.models import Session
from communityup.network.recordings import actions, permissions
from communityup.network.recordings.models import Speaker
from communityup.people.actors import Actor
from tests import make
from tests.make_network import browser, lines
from tests.make_recordings import LINK, asked, at, by_letter, link, new_code, opened, says, speaker, watch

pytestmark = pytest.mark.django_db


def body(client: Client, place: str) -> str:
    return client.get(place).content.decode()


def test_e30_yes_for_who_was_there_is_no_yes_for_codes() -> None:
    made, dilek, recording = opened("Eva")
    first = recording.speakers.get()
    actions.close_recording(recording, by=Actor.of(dilek))
    second = speaker(recording, dilek, "Joris", "joris@example.org")
    says(second, "participants")
    actions.open_recording(recording, audience="participants", by=Actor.of(dilek))
    with pytest.raises(Refused, match="code voor anderen: Joris"):
        new_code(recording, dilek)
    page = body(browser(dilek), at(recording, "beheren"))
    assert "Maak een nieuwe code" not in page
    assert "als iedereen die erin te horen is, daar ja op zegt" in page
    locked = browser(make.chris()).get(watch(recording)).content.decode()
    assert "en voor niemand anders" in locked
    assert "nieuwe code" not in locked
    says(second, "codes")
    code, client = new_code(recording, dilek), Client()
    client.post(watch(recording), {"code": code})
    assert LINK in body(client, watch(recording))
    says(first, "participants")
    assert client.get(watch(recording)).status_code == 403, "the code ended with the yes to it"
    assert browser(make.person("Eva")).get(watch(recording)).status_code == 200
    assert "recordings.consent_taken_back" not in lines(made)


def test_e30_question_and_letter_say_who_watches_with_each_answer() -> None:
    _made, _dilek, _recording = opened()
    [mail] = asked()
    assert "ook anderen aan wie de coördinator een code geeft" in mail.text
    page = body(Client(), link(mail))
    for words in (
        "hooguit 90 dagen",
        "Zij kunnen die code doorgeven",
        "Wie het netwerk coördineert, ziet de opname ook",
    ):
        assert words in page
    assert 'value="codes"' in page


def test_e30_code_from_before_speakers_were_asked_about_it_ends() -> None:
    _made, dilek, recording = opened()
    new_code(recording, dilek)
    Speaker.objects.update(answer="participants")
    import_module("communityup.network.recordings.migrations.0003_codes_by_consent").end_codes(apps, None)
    assert not permissions.living_codes(recording).exists()


def test_e30_speaker_at_a_closed_session_is_asked_for_nothing_that_can_never_be() -> None:
    """A code or everybody: neither is possible there, so no yes to it is asked and no code is made."""
    _made, dilek, recording = opened("Eva")
    one = recording.speakers.get()
    for is_closed in (False, True):
        Session.objects.filter(pk=recording.session_id).update(is_closed=is_closed)
        page = body(Client(), by_letter(one))
        offered = [said for said in ("participants", "codes", "public", "no") if f'value="{said}"' in page]
        assert offered == (["participants", "no"] if is_closed else ["participants", "codes", "public", "no"])
        assert ("op deze site" in page) is not is_closed
    managed = body(browser(dilek), at(recording, "beheren"))
    assert "Maak een nieuwe code" not in managed
    recording.refresh_from_db()
    with pytest.raises(Refused, match="besloten"):
        new_code(recording, dilek)
