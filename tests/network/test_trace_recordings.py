"""Recordings as the trace says how they show: A46, A48 and B0; E30 (consent) and X13 (leaked, code shared)."""

import datetime as dt
import json
import logging
import re
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.codes.models import Code
from communityup.codes.queries import normalised, on_paper
from communityup.gatherings.models import Gathering, Registration
from communityup.log.models import Line
from communityup.network.meetings import actions as meetings
from communityup.network.recordings import actions, permissions
from communityup.network.recordings.models import Recording, Right
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from tests import make
from tests.make_meetings import DAY, held
from tests.make_network import browser, lines, member
from tests.make_recordings import (
    HERE,
    LINK,
    SAID,
    SUMMARY,
    asked,
    at,
    by_letter,
    kept,
    link,
    new_code,
    opened,
    says,
    speaker,
    told,
    was,
    watch,
)

pytestmark = pytest.mark.django_db


def body(client: Client, place: str) -> str:
    return client.get(place).content.decode()


def give(client: Client, recording: Recording, code: str, **more: Any) -> Any:
    return client.post(watch(recording), {"code": code}, **more)


# A46: watch it, or read what was said


def test_a46_who_was_registered_watches_with_an_account_or_by_a_link_of_their_own_and_reads_what_was_said() -> None:
    _made, _dilek, recording = opened("Eva", "Noor")
    [mail] = told(make.person("Eva"))
    for client, place in ((browser(make.person("Eva")), watch(recording)), (Client(), link(mail))):
        html = body(client, place)
        for words in (f'href="{LINK}" rel="noreferrer', SUMMARY, SAID, "Eva"):
            assert words in html
        assert "Noor" not in html
    page = body(browser(make.person("Eva")), f"{watch(recording).removesuffix('opname/')}")
    assert f'href="{watch(recording)}"' in page


def test_a46_recording_needs_what_was_said_in_words_or_the_reason_why_not() -> None:
    _made, dilek, session = was()
    client, place = browser(dilek), f"/netwerken/community-up/bijeenkomsten/{session.public_id}/opname/toevoegen/"
    filled = {"link": LINK, "summary": SUMMARY, "transcript": "", "no_transcript": ""}
    answer = client.post(place, filled)
    assert answer.status_code == 422
    assert "waarom die er niet is" in answer.content.decode()
    assert not Recording.objects.exists()
    with pytest.raises(Refused):
        kept(session, dilek, transcript="")
    assert client.post(place, {**filled, "no_transcript": "Het geluid viel weg."}).status_code == 302
    assert "Het geluid viel weg." in body(client, at(Recording.objects.get(), "beheren"))


def test_a46_e30_recording_opens_only_with_the_yes_of_everybody_who_speaks_in_it() -> None:
    made, dilek, session = was("Eva")
    recording = kept(session, dilek)
    client = browser(dilek)
    assert client.post(at(recording, "openen"), {"audience": "participants"}).status_code == 409, "nobody is named"
    first, second = speaker(recording, dilek), speaker(recording, dilek, "Joris", "joris@example.org")
    says(first, "participants")
    for said in (None, "no"):
        if said:
            says(second, said)
        answer = client.post(at(recording, "openen"), {"audience": "participants"})
        assert answer.status_code == 409
        assert "Joris" in answer.content.decode()
        assert "Sanne" not in answer.content.decode()
        assert browser(make.person("Eva")).get(watch(recording)).status_code == 404
    says(second, "public")
    assert client.post(at(recording, "openen"), {"audience": "public"}).status_code == 409, "the first said less"
    for _click in range(2):
        assert client.post(at(recording, "openen"), {"audience": "participants"}).status_code == 302
    assert lines(made).count("recordings.opened") == 1
    assert browser(make.person("Eva")).get(watch(recording)).status_code == 200


# A48: a code for others


def test_a48_code_is_kept_as_a_hash_and_stands_nowhere_but_once_on_a_page_without_the_link(
    caplog: pytest.LogCaptureFixture,
) -> None:
    _made, dilek, recording = opened("Eva")
    caplog.set_level(logging.DEBUG)
    answer = browser(dilek).post(at(recording, "nieuwe-code"), {"days": "30"})
    html = answer.content.decode()
    [code] = re.findall(r'class="letter__code">([0-9A-Z]{5}-[0-9A-Z]{5})<', html)
    assert LINK not in html
    assert "video.example.org" not in html
    assert "no-store" in answer.headers["Cache-Control"]
    spelled = {code, normalised(code), code.lower(), normalised(code).lower()}
    client = Client()
    entered = give(client, recording, code)
    assert not any(one in entered.headers["Location"] for one in spelled)
    places = [(browser(dilek), at(recording, "beheren")), (client, watch(recording)), (Client(), watch(recording))]
    texts = [body(*place) for place in places]
    texts += [text for mail in Mail.objects.all() for text in (mail.subject, mail.text, mail.html)]
    texts += [bytes(line.bytes).decode() for line in Line.objects.all()]
    texts += [json.dumps(list(Code.objects.values()), default=str), json.dumps(dict(client.session.items()))]
    texts += [record.getMessage() for record in caplog.records]
    assert not [text for text in texts if any(one in text for one in spelled)]
    assert LINK in texts[1], "and yet it opened"


def test_a48_five_wrong_codes_and_one_waits_also_with_the_right_one() -> None:
    _made, dilek, recording = opened()
    code, client = new_code(recording, dilek), Client()
    for _try in range(5):
        assert give(client, recording, "BCDFG23456").status_code == 403
    answer = give(client, recording, code)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "kwartier" in page
    assert "je brief" not in page, "a code for a recording came by no letter"
    assert code not in page
    # The other two ways in stay on the page.
    for needed in ("Dan heb je geen code nodig", "Inloggen", f"mailto:{recording.session.network.contact}"):
        assert needed in page
    assert give(Client(), recording, code).status_code == 409, "another browser at the same address waits too"
    assert give(Client(REMOTE_ADDR="192.0.2.9"), recording, code).status_code == 302, "and nobody elsewhere does"


def test_a48_right_codes_do_not_use_up_tries() -> None:
    _made, dilek, recording = opened()
    code = new_code(recording, dilek)
    assert {give(Client(), recording, code).status_code for _try in range(8)} == {302}
    assert give(Client(), recording, "fout").status_code == 403


def test_a48_nine_addresses_with_very_many_tries_stay_bounded() -> None:
    _made, dilek, recording = opened()
    new_code(recording, dilek)
    looked = 0
    for address in range(9):
        client = Client(REMOTE_ADDR=f"192.0.2.{address + 1}")
        looked += [give(client, recording, f"BCDFG{number:05}").status_code for number in range(12)].count(403)
    assert looked == 9 * 5


def test_a48_x13_code_that_ended_gives_403_with_a_friendly_text_and_whom_to_ask() -> None:
    _made, dilek, recording = opened()
    code, client = new_code(recording, dilek, days=2), Client()
    assert give(client, recording, code, follow=True).status_code == 200
    Code.objects.update(ends_at=timezone.now() - dt.timedelta(minutes=1))
    for answer in (client.get(watch(recording)), give(client, recording, code), Client().get(watch(recording))):
        assert answer.status_code == 403
        html = answer.content.decode()
        assert "mailto:netwerk@example.org" in html
        assert LINK not in html
        assert SUMMARY not in html
    assert "Je code is niet meer geldig" in body(client, watch(recording))


def test_a48_renewed_code_opens_and_the_one_before_it_dies_at_once_also_where_it_was_given() -> None:
    made, dilek, recording = opened()
    old, client = new_code(recording, dilek), Client()
    give(client, recording, old)
    assert client.get(watch(recording)).status_code == 200
    new = new_code(recording, dilek)
    assert client.get(watch(recording)).status_code == 403
    assert give(Client(), recording, old).status_code == 403
    assert give(Client(), recording, new).status_code == 302
    assert lines(made).count("recordings.code_renewed") == 2
    assert on_paper(new) not in body(browser(dilek), at(recording, "beheren"))


def test_a48_registered_need_no_code_and_others_do() -> None:
    made, dilek, recording = opened("Eva")
    member(made, "De Schakel", make.amina())
    for who, status in ((make.person("Eva"), 200), (dilek, 200), (make.amina(), 403), (make.chris(), 403), (None, 403)):
        answer = browser(who).get(watch(recording))
        assert answer.status_code == status
        assert (LINK in answer.content.decode()) == (status == 200)
    code = new_code(recording, dilek)
    assert browser(make.amina()).get(watch(recording)).status_code == 200, "there is a code now, so a form to type it"
    assert LINK not in body(browser(make.amina()), watch(recording))
    client = browser(make.amina())
    assert LINK in give(client, recording, code, follow=True).content.decode()


def test_a48_registered_watch_as_long_as_the_recording_is_here_also_when_their_name_is_forgotten() -> None:
    _made, dilek, recording = opened("Eva")
    [mail] = Mail.objects.filter(key__startswith="recording:")
    place = mail.text[mail.text.index("/netwerken/") :].split()[0]
    assert "zolang de opname hier staat" in mail.text
    Gathering.objects.update(begins_at=F("begins_at") - 101 * DAY, ends_at=F("ends_at") - 101 * DAY)
    assert [meetings.forget_due() for _run in range(2)] == [1, 0]
    assert not Registration.objects.exists()
    assert "Eva" not in json.dumps(list(Right.objects.values()))
    html = body(Client(), place)
    for words in (SAID, "zolang de opname hier staat", "iemand die erbij was"):
        assert words in html
    actions.close_recording(recording, by=Actor.of(dilek))
    assert Client().get(place).status_code == 410
    actions.open_recording(recording, audience="participants", by=Actor.of(dilek))
    assert Client().get(place).status_code == 200
    actions.remove_recording(recording, by=Actor.of(dilek))
    assert Client().get(place).status_code == 410
    assert not Right.objects.exists()


def test_a48_who_waited_gave_their_place_back_or_left_keeps_no_right_to_watch() -> None:
    _made, _dilek, recording = opened("Eva", "Bo")
    eva, bo = Registration.objects.order_by("pk")
    Registration.objects.filter(pk=bo.pk).update(state="waiting", seat=None)
    links = [f"{HERE}opname/plek/{permissions.own_token(one)}/" for one in (eva, bo)]
    meetings.forget_person(make.person("Eva"))
    Gathering.objects.update(begins_at=F("begins_at") - 101 * DAY, ends_at=F("ends_at") - 101 * DAY)
    meetings.forget_due()
    assert not recording.rights.exists()
    assert [Client().get(one).status_code for one in links] == [410, 410]


def test_a48_code_of_one_recording_opens_no_other() -> None:
    made, dilek, recording = opened()
    other = kept(held(made, dilek, days=40, title="Ander"), dilek)
    says(speaker(other, dilek), "codes")
    actions.open_recording(other, audience="participants", by=Actor.of(dilek))
    new_code(other, dilek)
    client = Client()
    assert give(client, other, new_code(recording, dilek)).status_code == 403
    assert LINK not in body(client, watch(other))
    assert Code.objects.filter(uses__gt=0).count() == 0


# B0: nothing of another site before a click


def test_b0_page_of_a_recording_asks_nothing_of_another_site_before_a_click() -> None:
    _made, _dilek, recording = opened(audience="public")
    answer = Client().get(watch(recording))
    html = answer.content.decode()
    for asks in ("<iframe", "<video", "<audio", "<embed", "<object", "preconnect", "dns-prefetch"):
        assert asks not in html
    loaded = re.findall(r'\b(?:src|action|data)="([^"]+)"', html) + re.findall(r'<link[^>]*href="([^"]+)"', html)
    assert not [one for one in loaded if one.startswith(("http:", "https:", "//"))]
    assert re.search(rf'<a [^>]*href="{LINK}" rel="noreferrer[^"]*"', html)
    policy = answer.headers["Content-Security-Policy"]
    assert "video.example.org" not in policy
    assert "unsafe" not in policy


# E30 and X13: consent is taken back, a leak is stopped


def test_e30_x13_speaker_takes_a_yes_back_and_the_recording_closes_at_once_for_everybody() -> None:
    made, dilek, recording = opened("Eva")
    code, with_code = new_code(recording, dilek), Client()
    give(with_code, recording, code)
    own = link(told(make.person("Eva"))[0])
    [mail] = asked()
    assert Client().post(link(mail), {"said": "no"}).status_code == 302
    eva = browser(make.person("Eva"))
    for client, place, status in (
        (eva, watch(recording), 404),
        (Client(), own, 410),
        (with_code, watch(recording), 404),
    ):
        answer = client.get(place)
        assert answer.status_code == status
        assert LINK not in answer.content.decode()
    assert lines(made).count("recordings.consent_taken_back") == 1
    assert not Code.objects.filter(revoked_at=None).exists()
    assert browser(dilek).post(at(recording, "openen"), {"audience": "participants"}).status_code == 409


def test_e30_public_recording_closes_when_one_speaker_says_only_who_was_there() -> None:
    _made, dilek, recording = opened(audience="public")
    assert LINK in body(Client(), watch(recording))
    says(recording.speakers.get(), "participants")
    assert Client().get(watch(recording)).status_code == 404
    actions.open_recording(recording, audience="participants", by=Actor.of(dilek))
    assert Client().get(watch(recording)).status_code == 403


def test_e30_changed_recording_asks_everybody_again() -> None:
    _made, dilek, session = was()
    recording = kept(session, dilek)
    says(speaker(recording, dilek), "participants")
    kept(session, dilek)
    assert len(asked()) == 1, "the same again changes nothing"
    for changes in ({"link": f"{LINK}-2"}, {"transcript": "Anders."}, {"summary": "Kort."}):
        says(recording.speakers.get(), "participants")
        kept(session, dilek, **changes)
        assert recording.speakers.get().answer == "none"
        with pytest.raises(Refused):
            actions.open_recording(recording, audience="participants", by=Actor.of(dilek))
    assert len(asked()) == 4


def test_e30_no_of_a_speaker_is_not_set_aside_by_taking_their_name_off() -> None:
    _made, dilek, session = was()
    recording = kept(session, dilek)
    no = says(speaker(recording, dilek), "no")
    typo = speaker(recording, dilek, "Joris", "jorus@example.org")
    client = browser(dilek)
    assert client.post(at(recording, "spreker-weg"), {"speaker": typo.public_id}).status_code == 302
    assert client.post(at(recording, "spreker-weg"), {"speaker": no.public_id}).status_code == 409
    assert list(recording.speakers.values_list("name", flat=True)) == ["Sanne"]


def test_x13_page_says_for_whom_it_is_shown_and_not_to_pass_it_on() -> None:
    _made, dilek, recording = opened("Eva")
    code, client = new_code(recording, dilek), Client()
    give(client, recording, code)
    own = link(told(make.person("Eva"))[0])
    for html, whom in ((body(Client(), own), "Eva"), (body(client, watch(recording)), "iemand met een code")):
        assert f"getoond aan {whom}" in html
        assert "Geef de opname niet door" in html
        assert "noindex" in html


def test_x13_one_code_opens_a_bounded_number_of_times() -> None:
    _made, dilek, recording = opened()
    code = new_code(recording, dilek)
    Code.objects.update(uses=500)
    assert give(Client(), recording, code).status_code == 403
    assert "500 keer" in body(browser(dilek), at(recording, "beheren"))


def test_b0_e30_speaker_without_an_account_answers_by_letter_and_one_with_an_account_on_the_site() -> None:
    _made, dilek, session = was()
    recording = kept(session, dilek)
    by_mail = speaker(recording, dilek)
    person: Person = make.amina()
    on_site = speaker(recording, dilek, "Amina", person.email)
    assert asked(person.email) == []
    assert link(asked()[0]) == by_letter(by_mail)
    place = f"/netwerken/community-up/bijeenkomsten/opname/gevraagd/{recording.public_id}/"
    assert SAID in body(browser(person), place)
    assert SAID in body(Client(), by_letter(by_mail))
    assert browser(person).post(place, {"said": "participants"}).status_code == 302
    assert Client().post(by_letter(by_mail), {"said": "public"}).status_code == 302
    on_site.refresh_from_db()
    assert on_site.answer == "participants"
    assert recording.speakers.get(pk=by_mail.pk).answer == "public"
    for who in (make.chris(), dilek):
        assert browser(who).get(place).status_code == 404
        assert browser(who).post(place, {"said": "public"}).status_code == 404
