"""What of challenges stands in somebody's own calendar, in days and in no words."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from communityup.people.actions import leave_platform
from communityup.people.actors import Actor
from communityup.portal.models import CalendarLink
from communityup.workspace.acquaintance import actions as acquaintance
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.queries import clock
from communityup.workspace.course import exports as course
from communityup.workspace.course.queries import review_day
from communityup.workspace.door import actions as door
from communityup.workspace.door import exports as door_exports
from tests import make, make_acquaintance, make_agreements, make_course
from tests.make_calendars import MINE, own_file, read
from tests.make_network import browser

pytestmark = pytest.mark.django_db


def with_all() -> tuple[Challenge, Any, Any]:
    """Return a closed challenge of two with one of each dated thing."""
    challenge, amina, bram = make.closed_challenge_of_two()
    make_agreements.agreed(challenge, amina, bram)
    make_acquaintance.visit(challenge, bram)
    make_course.route(challenge, amina, bram)
    request = door.write_request(
        challenge, kind="challenge", asked=door.Asked(asks="Het plein.", why="Elke dag."),
        addressed_to=challenge.parties.get(number=2), by=Actor.of(amina),
    )  # fmt: skip
    door.send_request(request, day=timezone.localdate(), by=Actor.of(amina))
    door.record_receipt(request, day=timezone.localdate(), by=Actor.of(bram))
    door.set_deadline(
        request, day=timezone.localdate() + 60 * make_acquaintance.DAY, source="Artikel 3", by=Actor.of(bram)
    )
    for person in (amina, bram):
        browser(person).post(MINE, {"answer": "make"})
    return challenge, amina, bram


def test_own_calendar_holds_every_day_of_a_challenge_and_none_of_its_words() -> None:
    challenge, amina, bram = with_all()
    text = Client().get(own_file(amina)).content
    found = read(text)
    title = f"“{challenge.title}”"
    assert set(found) == {
        f"Afspraak in {title}", f"Bezoek in {title}", f"Antwoord op een formeel verzoek in {title}",
        f"Opnieuw kijken naar een route van {title}", f"Opnieuw kijken naar een afspraak in {title}",
    }  # fmt: skip
    for words in (
        make_agreements.WHAT,
        make_agreements.EVIDENCE,
        "Molenweg",
        "schoenen",
        "Het plein",
        "Eerst het dak",
        "Artikel",
    ):
        assert words not in text.decode().replace("\r\n ", "")
    assert read(Client().get(own_file(bram)).content).keys() == found.keys(), "both sides have the same days (E4)"
    for event in found.values():
        place = "/" + str(event.url).split("/", 3)[3]
        assert browser(amina).get(place).status_code == 200
        assert browser(make.chris()).get(place).status_code == 404, "the link opens nothing for who may not see it"


def test_entries_are_those_of_the_single_files() -> None:
    challenge, amina, _bram = with_all()
    found = {one.uid: one for one in read(Client().get(own_file(amina)).content).values()}
    route = challenge.routes.get()
    request = challenge.formal_requests.get()
    deadline = request.deadlines.get()
    files = (course.calendar(route), door_exports.calendar(request, deadline, sequence=0))
    events: list[Any] = [event for one in files for event in Calendar.from_ical(one).walk("VEVENT")]
    for event in events:
        own = found[str(event["UID"])]
        assert (own.sequence, own.dtstart) == (int(event["SEQUENCE"]), event["DTSTART"].dt)
    assert route.current is not None
    assert found[f"{route.public_id}@course.community-up"].dtstart == review_day(route.current, clock(challenge))


def test_outsider_has_an_empty_calendar_of_their_own() -> None:
    with_all()
    chris = make.chris()
    browser(chris).post(MINE, {"answer": "make"})
    assert read(Client().get(own_file(chris)).content) == {}


def test_what_does_not_go_on_leaves_ones_own_calendar() -> None:
    challenge, amina, bram = with_all()
    acquaintance.cancel_visit(challenge.place_visits.get(), reason="", by=Actor.of(bram))
    title = f"Bezoek in “{challenge.title}”"
    gone = read(Client().get(own_file(amina)).content)[title]
    assert (gone.status.value, gone.sequence) == ("CANCELLED", 1)


def test_calendar_asks_as_often_for_much_as_for_little() -> None:
    challenge, amina, bram = with_all()
    place = own_file(amina)
    with CaptureQueriesContext(connection) as little:
        Client().get(place)
    for _more in range(2):
        make_agreements.agreed(challenge, amina, bram)
        make_acquaintance.visit(challenge, bram, days=20)
        make_course.route(challenge, amina, bram, name="Een andere weg")
    with CaptureQueriesContext(connection) as much:
        Client().get(place)
    assert (len(little), len(much)) == (10, 10)


def test_address_goes_with_who_leaves() -> None:
    _challenge, amina, _bram = with_all()
    place = own_file(amina)
    leave_platform(amina, by=Actor.of(amina))
    assert Client().get(place).status_code == 404
    assert not CalendarLink.objects.filter(person=amina).exists()
