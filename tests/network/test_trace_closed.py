"""Closed sessions as the trace says how they show (B2), and that nothing of them leaks (isolation)."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.gatherings.models import Gathering, Registration
from communityup.log.actions import seal
from communityup.log.exports import write
from communityup.log.models import Line
from communityup.network.invitations import actions
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.recordings import actions as recordings
from communityup.network.reports import actions as reports
from communityup.network.reports.models import Report
from communityup.notices.actions import tell
from communityup.notices.models import Notice
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from tests import make, make_meetings, make_newsletter, make_recordings
from tests.crawl import paths
from tests.make_invitations import (
    CANARY,
    CANARY_SLUG,
    HERE,
    RULES,
    WHERE,
    closed,
    invite,
    letters,
    own,
    planned,
)
from tests.make_meetings import DAY, rest
from tests.make_network import browser, member
from tests.nasty import FULL
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
OUTSIDERS = ("member", "account", "visitor")
# The outbox shows the post of everybody, on a demo site alone; signing out would end the walk.
NOT_ASKED = ("/postvak/", "/account/", "/demo/")
SECRETS = (CANARY, CANARY_SLUG, WHERE, RULES)
SHORT = {"accept": "application/json"}


def outsider(role: str) -> Client:
    people = {"member": make.bram, "account": make.chris}
    return browser(people[role]()) if role in people else Client()


def over(session: Session) -> Session:
    """Let a session be three days ago."""
    Gathering.objects.filter(pk=session.gathering_id).update(
        begins_at=F("begins_at") - 12 * DAY, ends_at=F("ends_at") - 12 * DAY
    )
    session.gathering.refresh_from_db()
    return session


def reported(session: Session, dilek: Person, **words: str) -> Report:
    told = {"summary": f"{CANARY} bracht veel.", "onwards": "Verder.", **words}
    return reports.write_report(session, words=told, by=Actor.of(dilek))


# B2: invited, seats, house rules


def test_b2_only_who_is_invited_and_who_coordinates_see_a_closed_session() -> None:
    made, dilek, session = closed()
    inside, _other = member(made, "De Schakel", make.amina()), member(made, "Lindeveen", make.bram())
    invite(session, dilek, members=[inside])
    page = f"{HERE}{session.slug}/"
    for who, sees in ((make.amina(), True), (dilek, True), (make.bram(), False), (make.chris(), False), (None, False)):
        client = browser(who)
        assert client.get(page).status_code == (200 if sees else 404)
        assert client.get(f"{HERE}{session.number}/").status_code == (302 if sees else 404)
        assert (CANARY in client.get(HERE).content.decode()) == sees
    assert "Deze bijeenkomst is besloten" in browser(make.amina()).get(page).content.decode()
    assert "noindex" in browser(make.amina()).get(page).content.decode()


def test_b2_seats_are_limited_and_the_next_one_waits_and_house_rules_are_accepted() -> None:
    _made, dilek, session = closed(1)
    first, second = invite(session, dilek, "een@example.org", "twee@example.org")
    answer = Client().post(own(first), {"name": "Een"})
    assert answer.status_code == 422
    assert "Lees de huisregels en vink dit aan" in answer.content.decode()
    assert RULES in answer.content.decode()
    for invitation, name in ((first, "Een"), (second, "Twee")):
        for _click in range(2):
            answer = Client().post(own(invitation), {"name": name, "rules": "on"})
    assert "Je staat op de wachtlijst" in Client().get(answer.headers["Location"]).content.decode()
    states = list(session.gathering.registrations.order_by("pk").values_list("name", "email", "state"))
    assert states == [("Een", "een@example.org", "seat"), ("Twee", "twee@example.org", "waiting")]


def test_b2_report_of_a_closed_session_warns_of_names_and_is_public_after_its_correction_period() -> None:
    _made, dilek, session = closed()
    [invitation] = invite(session, dilek, "eva@example.org")
    actions.come(invitation, name="Eva Hartkamp", online=False, by=Actor.visitor())
    over(session)
    place = f"{HERE}{session.public_id}/verslag/schrijven/"
    answer = browser(dilek).post(place, {"summary": "Hartkamp vertelde.", "onwards": "Verder."})
    assert answer.status_code == 422
    assert "Hartkamp" in answer.content.decode()
    reported(session, dilek)
    reports.send_round(session, by=Actor.of(dilek))
    public = f"{HERE}{session.slug}/verslag/"
    assert reports.publish_due() == 0
    assert Client().get(public).status_code == 404
    Report.objects.update(sent_round_at=F("sent_round_at") - 11 * DAY, correct_until=F("correct_until") - 11 * DAY)
    assert reports.publish_due() == 1
    html = Client().get(public).content.decode()
    assert f"{CANARY} bracht veel." in html
    assert f'"{HERE}{session.slug}/"' not in html
    assert Client().get(f"{HERE}{session.slug}/").status_code == 404, "the session itself stays closed"
    listed = Client().get(HERE).content.decode()
    assert f'href="{public}"' in listed
    assert f'href="{HERE}{session.slug}/"' not in listed
    assert f'href="{HERE}{session.slug}/"' in browser(dilek).get(HERE).content.decode()
    assert Client().get(f"{HERE}{session.public_id}/verslag/").headers["Location"] == public


def test_b2_report_of_a_closed_session_is_never_public_at_once() -> None:
    made, dilek, _session = closed()
    was = planned(made, dilek, capacity=None, days=-3, title="Stil")
    reported(was, dilek)
    reports.send_round(was, by=Actor.of(dilek))
    assert reports.publish_due() == 0


def test_b2_invited_are_told_by_letter_and_on_the_site_and_nobody_else() -> None:
    made, dilek, session = closed()
    inside, _other = member(made, "De Schakel", make.amina()), member(made, "Lindeveen", make.bram())
    make_newsletter.subscriber(made)
    tell()
    Notice.objects.all().delete()
    [invited] = invite(session, dilek, members=[inside])
    invite(session, dilek, "eva@example.org", make.amina().email, members=[inside])
    assert [len(letters(one)) for one in (make.amina().email, "eva@example.org")] == [1, 1]
    assert own(invited) in letters(make.amina().email)[0].text
    meetings.set_date(session, moment=make_meetings.in_days(12, where=WHERE), by=Actor.of(dilek))
    meetings.describe_session(session, about=make_meetings.about(f"{CANARY} 2"), by=Actor.of(dilek))
    rest()
    told = {mail.to for mail in Mail.objects.filter(key__startswith="session:")}
    assert told == {make.amina().email, "eva@example.org"}
    tell()
    assert set(Notice.objects.values_list("person__email", flat=True)) == {make.amina().email}
    assert not [
        mail for mail in Mail.objects.exclude(to__in=[*told, dilek.email]) if CANARY in mail.text + mail.subject
    ]


# Isolation: canaries over every address


def ids_of(session: Session, *, many: bool) -> list[str]:
    """Return the id and slug of a closed session, or with them its number and the ids of all its things."""
    ids = [session.public_id, session.slug]
    if not many:
        return ids
    ids += [session.number, session.gathering.public_id]
    ids += [one.public_id for one in session.invitations.all()]
    ids += [one.public_id for one in Registration.objects.filter(gathering=session.gathering)]
    ids += [*Report.objects.values_list("public_id", flat=True), *session.tips.values_list("public_id", flat=True)]
    return [*ids, session.recording.public_id]


def everywhere(network: Network, ids: list[str]) -> Iterator[str]:
    """Yield every address of this site that needs no more than these, with each of them in its place."""
    for place in paths(get_resolver().url_patterns, ""):
        if "<" not in place.replace("<slug:slug>", ""):
            yield f"/{place}".replace("<slug:slug>", network.slug)
        elif place.startswith("netwerken/<slug:slug>/"):
            yield from (fill(f"/{place}", network.slug, one) for one in ids)


def fill(place: str, slug: str, value: str) -> str:
    head, *rest_ = place.replace("<slug:slug>", slug).split("<")
    return head + "".join(value + part.partition(">")[2] for part in rest_)


@built_once
def busy() -> tuple[Network, Person, Session]:
    """Return a closed session of which there is everything: invited people, tips, a recording, a report not public."""
    made, dilek, session = closed(3)
    inside, _other = member(made, "De Schakel", make.amina()), member(made, "Lindeveen", make.bram())
    invite(session, dilek, "eva@example.org", members=[inside])
    meetings.register(session, name="Amina", online=False, by=Actor.of(make.amina()))
    over(session)
    reports.give_tip(session, words=f"Tip van {CANARY}.", link="", is_named=False, by=Actor.of(make.amina()))
    reported(session, dilek)
    meetings.tell_outcomes(
        session, outcomes=f"{CANARY} bracht iets.", next_step=f"{CANARY} gaat door.", by=Actor.of(dilek)
    )
    make_recordings.with_speaker(session, dilek, make.amina())
    coming = planned(made, dilek, days=20, title=f"{CANARY} later")
    invite(coming, dilek, members=[inside])
    meetings.set_date(coming, moment=make_meetings.in_days(22, where=WHERE), by=Actor.of(dilek))
    reports.send_round(session, by=Actor.of(dilek))
    session.refresh_from_db()
    return made, dilek, session


@pytest.mark.parametrize("role", OUTSIDERS)
def test_b2_isolation_no_address_tells_an_outsider_anything_of_a_closed_session(role: str) -> None:
    made, _dilek, session = busy()
    client, found = outsider(role), []
    # A member, who may most, reads with every id there is; all others, and what is sent, in `make prove`. Another id is
    # the same question to the database, so one database is asked with all.
    many = FULL or (role == "member" and connection.vendor == "sqlite")
    places, few = (set(everywhere(made, ids_of(session, many=one))) for one in (many, False))
    asked = sorted(place for place in places if not place.startswith(NOT_ASKED))
    sent = [place for place in asked if FULL or place in few]
    for method, place in [("get", place) for place in asked] + [("post", place) for place in sent]:
        # The page of a refusal is looked at in `few` places; elsewhere it is asked for in short, as programs do.
        answer = getattr(client, method)(place, headers={} if FULL or place in few else SHORT)
        text = b"".join(answer).decode(errors="replace") + str(answer.headers.get("Location", ""))
        text = text.replace(place, "").casefold()
        found += [(method, place, secret) for secret in SECRETS if secret.casefold() in text]
    assert found == []


@pytest.mark.parametrize("role", OUTSIDERS)
def test_b2_isolation_closed_session_answers_as_one_that_does_not_exist(role: str) -> None:
    made, _dilek, session = busy()
    client = outsider(role)
    names = ("", "agenda.ics", "aanmelden/", "aanmelden/verstuurd/", "datum/", "deelnemers/", "verslag/", "tips/",
             "opname/", "uitnodigen/", "opname/beheren/", "verslag/schrijven/", "tips/weghalen/")  # fmt: skip
    for name in names:
        for one in (session.slug, session.public_id, session.number):
            for method in ("get", "post"):
                here, there = (getattr(client, method)(f"{HERE}{part}/{name}") for part in (one, "bestaat-niet"))
                assert here.status_code == there.status_code, (method, name)
    assert made.sessions.count() == 2


def test_b2_isolation_log_and_its_export_tell_nothing_of_a_closed_session(tmp_path: Path) -> None:
    made, dilek, session = busy()
    meetings.cancel_session(made.sessions.get(slug__contains="later"), reason=f"{CANARY} ziek.", by=Actor.of(dilek))
    days = {f"{one.begins_at:%Y-%m-%d}" for one in Gathering.objects.all() if one.begins_at}
    for line in Line.objects.filter(stream=made.stream):
        facts = {name: value for name, value in line.content.items() if name not in {"time", "nonce", "prev", "site"}}
        written = json.dumps(facts)
        assert not [one for one in (*SECRETS, *days) if one in written], line.type
        assert session.number not in facts.values()
        if line.type.startswith(("meetings.", "invitations.", "recordings.", "reports.", "takeaways.")):
            assert line.commit == "", line.type
            assert not [name for name, value in facts.items() if name.endswith("_commit") and value], line.type
    target = tmp_path / "log.zip"
    while seal():
        pass
    write(target)
    with zipfile.ZipFile(target) as file:
        content = b"".join(file.read(name) for name in file.namelist()).decode(errors="replace")
    assert "leren van elkaar" in content, "what is public is in it"
    assert not [secret for secret in SECRETS if secret in content]
    html = Client().get(f"/netwerken/{made.slug}/logboek/").content.decode()
    assert "besloten bijeenkomst" in html
    assert CANARY not in html


def test_b2_isolation_open_session_names_no_closed_one_before_or_after_it() -> None:
    made, dilek, session = closed()
    was = make_meetings.held(made, dilek, title="Open")
    html = Client().get(f"{HERE}{was.slug}/").content.decode()
    assert CANARY not in html
    assert CANARY in browser(dilek).get(f"{HERE}{was.slug}/").content.decode()
    for name in ("", "factsheet/"):
        assert CANARY not in browser(dilek).get(f"/netwerken/{made.slug}/{name}").content.decode()
    year = timezone.localdate(over(session).gathering.begins_at).year
    assert CANARY not in browser(dilek).get(f"/netwerken/{made.slug}/jaar/{year}/").content.decode()
    assert session.is_closed


def test_recording_of_a_closed_session_is_for_who_was_there_alone() -> None:
    _made, dilek, session = busy()
    recording = session.recording
    make_recordings.says(recording.speakers.get(), "public")
    with pytest.raises(Refused, match="besloten"):
        recordings.open_recording(recording, audience="public", by=Actor.of(dilek))
    with pytest.raises(Refused, match="besloten"):
        make_recordings.new_code(recording, dilek)
    assert browser(make.amina()).get(make_recordings.watch(recording)).status_code == 200
    assert browser(make.bram()).get(make_recordings.watch(recording)).status_code == 404
