"""The pages of the formal door: for every role over HTTP, the letter, the calendar, and bad input."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.door import actions
from communityup.workspace.door.actions import Asked
from communityup.workspace.door.models import Request
from tests import make
from tests.nasty import some

pytestmark = pytest.mark.django_db
NOWHERE = "0" * 32
ASKS = "Wij willen het beheer van het plein."


def client_of(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def base(challenge: Challenge) -> str:
    return f"/opgaven/{challenge.slug}/formele-deur/"


def day(days: int = 0) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def event(file: bytes) -> Any:
    """Return the one entry of a calendar file."""
    (entry,) = Calendar.from_ical(file).walk("VEVENT")
    return entry


def written(challenge: Challenge, asks: str = ASKS) -> Request:
    return actions.write_request(
        challenge,
        kind="challenge",
        asked=Asked(asks=asks, why="Wij zijn er elke dag."),
        addressed_to=challenge.parties.get(number=2),
        by=Actor.of(make.amina()),
    )


def received(challenge: Challenge, asks: str = ASKS) -> Request:
    request = written(challenge, asks)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    actions.send_request(request, day=yesterday, by=Actor.of(make.amina()))
    return actions.record_receipt(request, day=yesterday, by=Actor.of(make.bram()))


def test_each_role_reads_and_writes_only_what_it_may_and_reading_never_writes() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    request = f"{base(challenge)}{written(challenge).public_id}/"
    expected = {
        # address: anonymous, outsider, Amina who asks, Bram who is asked
        base(challenge): (404, 404, 200, 200),
        request: (404, 404, 200, 200),
        f"{request}brief/": (404, 404, 200, 200),
        f"{request}termijn.ics": (404, 404, 404, 404),
        f"{base(challenge)}nieuw/challenge/": (302, 404, 200, 200),
        f"{base(challenge)}nieuw/niets/": (302, 404, 404, 404),
        f"{request}aanpassen/": (302, 404, 200, 403),
        f"{request}verstuurd/": (302, 404, 200, 403),
        f"{request}intrekken/": (302, 404, 200, 403),
        f"{request}ontvangen/": (302, 404, 403, 200),
        f"{request}termijn/": (302, 404, 403, 200),
        f"{request}antwoord/": (302, 404, 403, 200),
        f"{base(challenge)}{NOWHERE}/brief/": (404, 404, 404, 404),
    }
    before = Line.objects.count()
    clients = [client_of(person) for person in (None, make.chris(), amina, bram)]
    for address, statuses in expected.items():
        assert tuple(client.get(address).status_code for client in clients) == statuses, address
    assert Line.objects.count() == before


def test_who_writes_reads_beforehand_who_reads_a_request_that_is_not_sent() -> None:
    challenge, amina, bram = make.challenge_of_two()
    client, everybody = client_of(amina), "Iedereen die deze opgave kan zien, leest"
    page = client.get(f"{base(challenge)}nieuw/challenge/").content.decode()
    assert everybody in page.split('<form method="post"')[0]
    assert "Bewaar, voor iedereen te lezen" in page
    request = written(challenge)
    place = f"{base(challenge)}{request.public_id}/"
    assert everybody in client.get(f"{place}aanpassen/").content.decode()
    assert "Dit is nog niet verstuurd" in client_of(bram).get(place).content.decode()
    letter = client_of(bram).get(f"{place}brief/").content.decode()
    assert "Van: <b>Bewoners Molenwijk</b>" in letter
    actions.send_request(request, day=timezone.localdate(), by=Actor.of(amina))
    assert "Dit is nog niet verstuurd" not in client_of(bram).get(place).content.decode()
    assert everybody not in client.get(f"{place}verstuurd/").content.decode()


def test_s04_one_writes_prints_and_sends_and_the_other_records_without_javascript() -> None:
    challenge, amina, bram = make.challenge_of_two()
    client, other = client_of(amina), client_of(bram)
    typed = {"addressed_to": "2", "asks": ASKS, "why": "Wij zijn er elke dag.", "carrying_out": "on", "needs": ""}
    assert client.post(f"{base(challenge)}nieuw/ordinance/", typed).status_code == 302
    request = f"{base(challenge)}{Request.objects.get().public_id}/"
    letter = client_of(None).get(f"{request}brief/").content.decode()
    for words in (ASKS, "de uitvoering", "Gemeente Lindeveen", "Bewoners Molenwijk", "volgens welke regel"):
        assert words in letter
    for line in ("Naam: …", "Adres: …", "Telefoon of e-mail: …", "Handtekening: …"):
        assert line in letter
    assert client.post(f"{request}aanpassen/", {**typed, "asks": "Alleen het groen."}).status_code == 302
    assert client.post(f"{request}verstuurd/", {"day": day(-2)}).status_code == 302
    assert other.post(f"{request}ontvangen/", {"day": day(-1)}).status_code == 302
    source = "Participatieverordening, artikel 6"
    assert other.post(f"{request}termijn/", {"day": day(40), "source": ""}).status_code == 422
    assert other.post(f"{request}termijn/", {"day": day(40), "source": source}).status_code == 302
    page = client_of(make.chris()).get(request).content.decode()
    for words in (source, "Alleen het groen.", "loopt door tijdens een stapje terug", "geen juridisch advies"):
        assert words in page
    assert other.post(f"{request}antwoord/", {"outcome": "refused", "words": ""}).status_code == 422
    assert other.post(f"{request}antwoord/", {"outcome": "refused", "words": "Er is geen geld."}).status_code == 302
    assert "Er is geen geld." in client_of(None).get(request).content.decode()
    assert "geen juridisch advies" in client_of(None).get(base(challenge)).content.decode()


def test_a_draft_is_taken_back_after_saying_so_twice_and_has_no_letter_any_more() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    request = f"{base(challenge)}{written(challenge).public_id}/"
    client = client_of(amina)
    assert "verdwijnen voorgoed" in client.get(f"{request}intrekken/").content.decode()
    assert client.post(f"{request}intrekken/").status_code == 302
    assert client.get(f"{request}brief/").status_code == 404
    assert ASKS not in client.get(request).content.decode()


def test_the_deadline_is_a_whole_day_in_ones_calendar_and_a_later_one_replaces_it() -> None:
    challenge, amina, bram = make.challenge_of_two()
    request = received(challenge)
    address, by = f"{base(challenge)}{request.public_id}/termijn.ics", Actor.of(bram)
    first, second = (timezone.localdate() + dt.timedelta(days=days) for days in (20, 30))
    actions.set_deadline(request, day=first, source="Awb 4:13", by=by)
    answer = client_of(amina).get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    entry = event(answer.content)
    assert (entry["DTSTART"].dt, entry["SEQUENCE"]) == (first, 0)
    assert "Awb 4:13" in entry["DESCRIPTION"]
    assert "ORGANIZER" not in entry
    actions.set_deadline(request, day=second, source="Awb 4:14", by=by)
    later = event(client_of(None).get(address).content)
    assert (later["UID"], later["DTSTART"].dt, later["SEQUENCE"]) == (entry["UID"], second, 1)
    actions.record_answer(request, outcome="accepted", by=by)
    assert client_of(amina).get(address).status_code == 404


@pytest.mark.parametrize("word", some(__name__))
def test_no_form_breaks_on_bad_input_or_writes_half(word: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    draft = f"{base(challenge)}{written(challenge, 'Een ander verzoek').public_id}/"
    request = f"{base(challenge)}{received(challenge).public_id}/"
    said = {"asks": "Iets", "why": "Daarom", "needs": ""}
    forms = [
        (amina, f"{base(challenge)}nieuw/challenge/", {**said, "addressed_to": "", "addressee": "Waterschap"}),
        (amina, f"{base(challenge)}nieuw/ordinance/", {**said, "addressed_to": "2", "evaluating": "on"}),
        (amina, f"{draft}aanpassen/", said),
        (amina, f"{draft}verstuurd/", {"day": day()}),
        (bram, f"{request}ontvangen/", {"day": day()}),
        (bram, f"{request}termijn/", {"day": day(9), "source": "Awb"}),
        (bram, f"{request}antwoord/", {"outcome": "accepted", "words": ""}),
    ]
    for person, address, right in forms:
        for name in right:
            before = (Line.objects.count(), Version.objects.count())
            typed = {**right, name: word.encode("utf-8", "replace").decode()}
            status = client_of(person).post(address, typed).status_code
            assert status < 500
            if status >= 400:
                assert (Line.objects.count(), Version.objects.count()) == before


@pytest.mark.parametrize("kind", ["ordinance", "challenge", "planning"])
def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(kind: str) -> None:
    challenge, amina, _bram = make.challenge_of_two()
    answer = client_of(amina).post(f"{base(challenge)}nieuw/{kind}/", {"asks": "Bewaar mij", "why": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Bewaar mij" in page
    assert "zeg hier aan wie je het vraagt" in page
    assert ("Kies er minstens één" in page) == (kind == "ordinance")
    assert not Request.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_number_of_queries_for_one_and_for_three(count: int) -> None:
    challenge, amina, bram = make.challenge_of_two()
    for number in range(count):
        request = received(challenge, f"Verzoek {number}")
        when = timezone.localdate() + dt.timedelta(days=20)
        actions.set_deadline(request, day=when, source="Awb 4:13", by=Actor.of(bram))
        actions.record_answer(request, outcome="considering", words="Wij kijken.", by=Actor.of(bram))
    client = client_of(amina)
    client.get(base(challenge))
    with CaptureQueriesContext(connection) as asked:
        assert client.get(base(challenge)).status_code == 200
    assert len(asked) == 10


def test_the_lead_in_offers_the_door_and_says_what_waits() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    received(challenge)
    page = client_of(None).get(f"/opgaven/{challenge.slug}/aanloop/").content.decode()
    assert base(challenge) in page
    assert "1 verzoek wacht" in page
