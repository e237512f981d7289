"""Recordings: what is filled in, who may do what, what is refused, who hears, what goes when it goes."""

import re
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client

from communityup.base.errors import NotAllowed, Refused
from communityup.codes.models import Code
from communityup.gatherings.models import Gathering
from communityup.log.models import Line
from communityup.network.meetings import actions as meetings
from communityup.network.newsletter.permissions import token
from communityup.network.recordings import actions, notices, permissions
from communityup.network.recordings.models import Recording, Speaker
from communityup.notices.queries import happening_of, hearings
from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.post.models import Mail
from communityup.texts.models import Version
from tests import make
from tests.make_meetings import held, in_days, planned
from tests.make_network import browser, coordinated, last, lines, member
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
from tests.make_registrations import place_of

pytestmark = pytest.mark.django_db
FOR_COORDINATORS = ("toevoegen", "beheren", "spreker-weg", "openen", "sluiten", "nieuwe-code", "weghalen")
POSTED = FOR_COORDINATORS[2:]
CHANCE = re.compile(r"[0-9a-f]{12,}")  # ids, seals and the time: four digits may stand in them by chance


def hearers() -> set[int]:
    """Return who hears about the newest line."""
    line = happening_of(Line.objects.order_by("pk")[Line.objects.count() - 1])
    return set(hearings()[line.type].hearers(line))


# Who may do what


def test_only_who_coordinates_takes_care_of_a_recording() -> None:
    made, dilek, recording = opened("Eva")
    member(made, "De Schakel", make.amina())
    before = Line.objects.count()
    for name in FOR_COORDINATORS:
        place = at(recording, name)
        assert Client().post(place).status_code == 302
        for who in (make.amina(), make.chris(), make.person("Eva")):
            assert browser(who).get(place).status_code == (405 if name in POSTED else 403)
            assert browser(who).post(place).status_code == 403
        assert browser(dilek).get(place).status_code == (405 if name in POSTED else 200)
        nowhere = place.replace(recording.session.public_id, "nergens")
        assert browser(dilek).post(nowhere).status_code == 404
        assert browser(make.chris()).post(nowhere).status_code == 403
    assert (Line.objects.count(), Code.objects.count()) == (before, 0)


def test_no_act_of_a_coordinator_is_done_by_somebody_else() -> None:
    made, _dilek, recording = opened("Eva")
    member(made, "De Schakel", make.amina())
    before = Line.objects.count()
    for who in (make.amina(), make.chris()):
        by = Actor.of(who)
        for act in (actions.close_recording, actions.remove_recording):
            with pytest.raises(NotAllowed):
                act(recording, by=by)
        with pytest.raises(NotAllowed):
            actions.keep_recording(recording.session, told=actions.Told(link=LINK, summary="x"), by=by)
        with pytest.raises(NotAllowed):
            actions.name_speaker(recording, name="A", email="a@example.org", by=by)
        with pytest.raises(NotAllowed):
            actions.leave_out_speaker(recording.speakers.get(), by=by)
        with pytest.raises(NotAllowed):
            actions.open_recording(recording, audience="public", by=by)
        with pytest.raises(NotAllowed):
            actions.renew_code(recording, days=3, by=by)
        with pytest.raises(NotAllowed):
            actions.answer(recording.speakers.get(), said="no", by=by)
    assert (Line.objects.count(), Code.objects.count()) == (before, 0)


def test_session_without_a_recording_has_no_pages_of_one() -> None:
    _made, dilek, session = was()
    here = f"{HERE}{session.public_id}/opname/"
    for who in (None, make.chris(), dilek):
        assert browser(who).get(here).status_code == 404
    for name in ("beheren", *POSTED):
        assert browser(dilek).post(f"{here}{name}/").status_code == 404
    assert "opname" not in Client().get(f"{HERE}{session.slug}/").content.decode().partition("<main")[2]
    assert f"{here}toevoegen/" in browser(dilek).get(f"{HERE}{session.slug}/").content.decode()


def test_links_of_others_open_nothing() -> None:
    _made, _dilek, recording = opened("Eva")
    eva = recording.session.gathering.registrations.get()
    own, ask = permissions.own_token(eva), permissions.asked_token(recording.speakers.get())
    swapped = (f"{HERE}opname/plek/{ask}/", f"{HERE}opname/gevraagd/brief/{own}/")
    unsigned = (f"{HERE}opname/plek/{eva.public_id}/", f"{HERE}opname/plek/{token('anders', eva.public_id)}/")
    other = tuple(place.replace("community-up", "ander") for place in (link(told(make.person("Eva"))[0]),))
    for place in (*swapped, *unsigned, *other):
        assert Client().get(place).status_code == 404
    assert browser(make.chris()).get(f"{HERE}opname/gevraagd/{recording.public_id}/").status_code == 404
    assert Client().get(f"{HERE}opname/gevraagd/{recording.public_id}/").status_code == 302
    recording.speakers.all().delete()
    assert Client().get(f"{HERE}opname/gevraagd/brief/{ask}/").status_code == 410
    meetings.withdraw(recording.session, eva, by=Actor.visitor())
    assert Client().get(f"{HERE}opname/plek/{own}/").status_code == 410
    assert browser(make.person("Eva")).get(watch(recording)).status_code == 403, "no place, no account way"


def test_who_waits_for_a_place_was_not_there() -> None:
    made, dilek = coordinated()
    session = planned(made, dilek, in_days(9), title="Loslaten")
    meetings.set_places(session, capacity=1, offer_hours=48, online_url="", house_rules="", by=Actor.of(dilek))
    for name in ("Eva", "Noor"):
        meetings.register(session, name=name, online=False, by=Actor.of(make.person(name)))
    Gathering.objects.update(begins_at="2026-01-05T10:00Z", ends_at="2026-01-05T12:00Z")
    session.gathering.refresh_from_db()
    recording = kept(session, dilek)
    says(speaker(recording, dilek), "participants")
    actions.open_recording(recording, audience="participants", by=Actor.of(dilek))
    assert (len(told(make.person("Eva"))), len(told(make.person("Noor")))) == (1, 0)
    assert browser(make.person("Eva")).get(watch(recording)).status_code == 200
    assert browser(make.person("Noor")).get(watch(recording)).status_code == 403


def test_own_link_stands_on_the_page_of_ones_place() -> None:
    _made, dilek, recording = opened("Eva")
    page = place_of(recording.session.gathering.registrations.get())
    assert "/opname/plek/" in Client().get(page).content.decode()
    actions.close_recording(recording, by=Actor.of(dilek))
    assert "/opname/plek/" not in Client().get(page).content.decode()


# What is refused


def test_recording_is_added_after_a_session_that_was_and_changed_while_it_is_closed() -> None:
    made, dilek, recording = opened()
    off = planned(made, dilek, in_days(30), title="Af")
    meetings.cancel_session(off, reason="Ziek.", by=Actor.of(dilek))
    for session in (planned(made, dilek, in_days(20), title="Later"), planned(made, dilek, title="Ooit"), off):
        with pytest.raises(Refused, match="nog niet geweest"):
            kept(session, dilek)
        assert browser(dilek).get(f"{HERE}{session.public_id}/opname/toevoegen/").status_code == 409
    for change in (
        lambda: kept(recording.session, dilek, summary="Anders."),
        lambda: speaker(recording, dilek, "Joris", "joris@example.org"),
        lambda: actions.leave_out_speaker(recording.speakers.get(), by=Actor.of(dilek)),
    ):
        with pytest.raises(Refused, match="Sluit de opname eerst"):
            change()


def test_code_is_made_only_for_what_is_open_to_some() -> None:
    _made, dilek, session = was()
    recording = kept(session, dilek)
    with pytest.raises(Refused, match="niet open"):
        new_code(recording, dilek)
    says(speaker(recording, dilek), "public")
    actions.open_recording(recording, audience="public", by=Actor.of(dilek))
    with pytest.raises(Refused, match="Niemand heeft een code nodig"):
        new_code(recording, dilek)


def test_one_address_gets_three_questions_a_day_and_the_same_one_once() -> None:
    made, dilek = coordinated()
    for number in range(3):
        recording = kept(held(made, dilek, days=10 + number, title=f"Sessie {number}"), dilek)
        for _click in range(2):
            speaker(recording, dilek)
    with pytest.raises(Refused, match="morgen"):
        speaker(kept(held(made, dilek, days=20, title="Nog een"), dilek), dilek)
    assert len(asked()) == 3


def test_database_keeps_no_recording_without_words_and_no_link_that_is_not_safe() -> None:
    _made, dilek, session = was()
    recording = kept(session, dilek)
    for values in ({"has_transcript": False}, {"link": "http://video.example.org"}, {"audience": "iemand"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Recording.objects.filter(pk=recording.pk).update(**values)
    one = speaker(recording, dilek)
    for said in ("yes", "participants"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Speaker.objects.filter(pk=one.pk).update(answer=said)


# Lines, messages, and what goes


def test_every_act_has_one_line_without_words_names_or_number() -> None:
    made, dilek, session = was("Eva")
    begin = len(lines(made))
    recording = kept(session, dilek)
    one = speaker(recording, dilek)
    for _click in range(2):
        says(one, "codes")
        actions.open_recording(recording, audience="participants", by=Actor.of(dilek))
    new_code(recording, dilek)
    for _click in range(2):
        actions.close_recording(recording, by=Actor.of(dilek))
    assert lines(made)[begin:] == [
        f"recordings.{name}"
        for name in ("kept", "speaker_named", "speaker_answered", "opened", "code_renewed", "closed")
    ]
    for line in Line.objects.filter(type__startswith="recordings."):
        written = CHANCE.sub("", bytes(line.bytes).decode())
        for word in (session.number, "Sanne", "sanne@", "video.example.org", session.slug):
            assert word not in written
        assert line.commit == ""
    answered = Line.objects.get(type="recordings.speaker_answered")
    assert (answered.actor, answered.role) == ("", "visitor")


def test_words_stand_behind_a_line_only_when_everybody_can_read_them() -> None:
    made, _dilek, recording = opened(audience="public")
    assert last(made).commit == recording.summary.commit


def test_who_is_asked_and_who_takes_care_hears_it() -> None:
    made, dilek, session = was("Eva")
    member(made, "De Schakel", make.bram())
    recording = kept(session, dilek)
    one = speaker(recording, dilek, "Amina", make.amina().email)
    assert hearers() == {make.amina().pk}
    assert notices._question(made.slug, happening_of(last(made))).endswith(f"/gevraagd/{recording.public_id}/")
    actions.answer(one, said="public", by=Actor.of(make.amina()))
    assert hearers() == {dilek.pk}
    assert notices._manage(made.slug, happening_of(last(made))) == at(recording, "beheren")
    assert last(made).actor == "", "no line tells who"
    actions.open_recording(recording, audience="participants", by=Actor.of(dilek))
    assert hearers() == set()
    actions.open_recording(recording, audience="public", by=Actor.of(dilek))
    assert hearers() == {make.bram().pk}
    assert notices._watch(made.slug, happening_of(last(made))).endswith("/opname/")
    actions.close_recording(recording, by=Actor.of(dilek))
    kept(session, dilek, summary="Anders.")
    assert hearers() == {make.amina().pk}
    opened_line = happening_of(Line.objects.filter(type="recordings.opened").order_by("pk")[0])
    actions.remove_recording(recording, by=Actor.of(dilek))
    assert notices._watch(made.slug, opened_line) == HERE


def test_letter_to_who_was_registered_goes_once_and_holds_neither_video_nor_code() -> None:
    _made, dilek, recording = opened("Eva")
    actions.close_recording(recording, by=Actor.of(dilek))
    actions.open_recording(recording, audience="participants", by=Actor.of(dilek))
    [mail] = told(make.person("Eva"))
    for text in (mail.subject, mail.text, mail.html):
        assert "video.example.org" not in text
    for mail in Mail.objects.all():
        assert LINK not in mail.text + mail.html


def test_recording_that_is_taken_away_takes_its_words_and_addresses_along() -> None:
    made, dilek, recording = opened("Eva")
    new_code(recording, dilek)
    session = recording.session
    assert browser(dilek).post(at(recording, "weghalen")).headers["Location"] == f"{HERE}{session.slug}/"
    assert not Version.objects.filter(body__in=[SUMMARY, SAID]).exists()
    assert not Speaker.objects.exists()
    assert not Code.objects.filter(revoked_at=None).exists()
    assert last(made).type == "recordings.removed"
    again = kept(session, dilek)
    assert again.pk != recording.pk


def test_what_was_taken_away_meanwhile_takes_no_speaker_and_asks_nobody() -> None:
    made, dilek, session = was()
    recording = kept(session, dilek)
    one = speaker(recording, dilek)
    for _again in range(2):
        actions.leave_out_speaker(one, by=Actor.of(dilek))
    assert lines(made).count("recordings.speaker_left_out") == 1
    actions.remove_recording(recording, by=Actor.of(dilek))
    for act in (
        partial(speaker, recording, dilek, "Bo", "bo@example.org"),
        partial(actions.open_recording, recording, audience="public", by=Actor.of(dilek)),
        partial(actions.remove_recording, recording, by=Actor.of(dilek)),
    ):
        with pytest.raises(Http404):
            act()
    assert asked("bo@example.org") == []
    assert lines(made)[-1] == "recordings.removed"


def test_changed_transcript_leaves_nothing_of_the_one_before() -> None:
    _made, dilek, session = was()
    kept(session, dilek)
    kept(session, dilek, transcript="", no_transcript="Het geluid viel weg.")
    assert not Version.objects.filter(body=SAID).exists()
    kept(session, dilek, transcript="Toch gevonden.")
    assert not Version.objects.filter(body="Het geluid viel weg.").exists()


def test_speaker_who_leaves_the_platform_closes_it_and_stays_a_no_without_a_name() -> None:
    _made, dilek, session = was()
    recording = kept(session, dilek)
    actions.answer(
        speaker(recording, dilek, "Amina", make.amina().email), said="participants", by=Actor.of(make.amina())
    )
    actions.open_recording(recording, audience="participants", by=Actor.of(dilek))
    leave_platform(make.amina(), by=Actor.of(make.amina()))
    recording.refresh_from_db()
    one = recording.speakers.get()
    assert (recording.opened_at, one.name, one.email, one.person, one.answer) == (None, "", "", None, "no")
    with pytest.raises(Refused, match="iemand die vertrokken is"):
        actions.open_recording(recording, audience="participants", by=Actor.of(dilek))
    kept(session, dilek, summary="Anders.")
    assert recording.speakers.get().answer == "no"
    assert Client().get(by_letter(one)).status_code == 410


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    _made, dilek, session = was("Eva")
    recording = kept(session, dilek, transcript="\n".join(f"{'x' * 15_000}{number}" for number in range(count)))
    for number in range(count):
        says(speaker(recording, dilek, f"Spreker {number}", f"s{number}@example.org"), "participants")
    actions.open_recording(recording, audience="participants", by=Actor.of(dilek))
    assert recording.parts.count() == count
    client, own = browser(dilek), link(told(make.person("Eva"))[0])
    client.get(HERE)
    with django_assert_num_queries(10):
        assert client.get(at(recording, "beheren")).status_code == 200
    with django_assert_num_queries(12):
        assert client.get(watch(recording)).status_code == 200
    with django_assert_num_queries(5):
        assert Client().get(own).status_code == 200
