"""Calendars to which one subscribes (conventions "Mail", A52, A53): of a network, and of somebody alone."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communityup.gatherings.actions import Moment
from communityup.gatherings.models import Gathering
from communityup.network.meetings import actions as meetings
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.portal import actions
from communityup.post.exports import Entry, subscription
from tests import make, make_invitations, make_visits
from tests.make_calendars import HERE, MINE, own_file, read
from tests.make_meetings import AFTER_SUMMER, HOUR, MINUTE, attached, in_days, letters, planned, rest, set_date
from tests.make_network import browser, coordinated
from tests.make_newsletter import subscriber
from tests.make_registrations import comes
from tests.worlds import built_once

pytestmark = pytest.mark.django_db


def file_of(place: str = HERE, **headers: str) -> dict[str, Any]:
    return read(Client().get(place, headers=headers).content)


def test_calendar_of_a_network_holds_its_open_sessions_and_nothing_of_closed_ones() -> None:
    made, dilek = coordinated()
    planned(made, dilek, in_days(9), title="Tweede sessie")
    planned(made, dilek, in_days(-40), title="Eerste sessie")
    planned(made, dilek, AFTER_SUMMER, title="Ooit")
    make_invitations.planned(made, dilek, title="Besloten kring")
    answer = browser(dilek).get(HERE)
    assert "Besloten" not in answer.content.decode(), "not for who coordinates either: the address is everybody's"
    found = read(answer.content)
    assert set(found) == {"Tweede sessie", "Eerste sessie"}
    assert found["Tweede sessie"].dtstart == in_days(9).begins_at
    assert found["Tweede sessie"].location == "Buurthuis De Schakel"
    assert Client().get(f"/{str(found['Eerste sessie'].url).split('/', 3)[3]}").status_code == 200


def test_a52_calendar_and_letter_speak_of_one_entry_through_change_and_cancellation() -> None:
    made, dilek = coordinated()
    subscriber(made, "een@example.org", ["sessions"])
    session = planned(made, dilek, in_days(9))
    title = "Loslaten in de praktijk"
    for step in range(3):
        if step == 1:
            set_date(session, dilek, in_days(10))
        if step == 2:
            meetings.cancel_session(session, reason="De zaal lekt.", by=Actor.of(dilek))
        rest()
        _file, mailed = attached(letters()[-1])
        here = file_of()[title]
        assert (here.uid, here.sequence) == (str(mailed["UID"]), int(mailed["SEQUENCE"])) == (here.uid, step)
        assert (here.dtstart, here.status.value) == (mailed["DTSTART"].dt, str(mailed["STATUS"]))
    assert here.status.value == "CANCELLED"
    Gathering.objects.update(changed_at=timezone.now() - dt.timedelta(days=31))
    assert file_of() == {}, "for a month a calendar hears that it does not go on"


def test_postponed_session_leaves_calendars_and_comes_back_with_its_new_day() -> None:
    made, dilek = coordinated()
    subscriber(made, "een@example.org", ["sessions"])
    session = planned(made, dilek, in_days(9))
    rest()
    set_date(session, dilek, AFTER_SUMMER)
    [gone] = file_of().values()
    assert (gone.status.value, gone.sequence, gone.dtstart) == ("CANCELLED", 1, in_days(9).begins_at)
    set_date(session, dilek, in_days(30))
    [back] = file_of().values()
    assert (back.uid, back.status.value, back.sequence) == (gone.uid, "CONFIRMED", 2)


def test_what_did_not_change_is_not_sent_again_and_a_change_is() -> None:
    made, dilek = coordinated()
    session = planned(made, dilek, in_days(9))
    first = Client().get(HERE)
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert first.headers["Cache-Control"] == "public, max-age=900"
    assert first.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in first.headers
    again = Client().get(HERE, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    set_date(session, dilek, in_days(11))
    changed = Client().get(HERE, headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, changed.headers["ETag"] != first.headers["ETag"]) == (200, True)


def test_calendar_says_how_often_to_look_and_how_it_is_called() -> None:
    made, dilek = coordinated()
    planned(made, dilek, in_days(9))
    text = Client().get(HERE).content.decode()
    for line in (
        "METHOD:PUBLISH", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", f"NAME:{made.name}",
        f"X-WR-CALNAME:{made.name}", "TZID:Europe/Amsterdam", "X-WR-TIMEZONE:Europe/Amsterdam",
    ):  # fmt: skip
        assert f"\r\n{line}\r\n" in text
    assert text.count("BEGIN:VTIMEZONE") == 1


@pytest.mark.parametrize(("day", "offset"), [(dt.date(2031, 3, 29), 1), (dt.date(2031, 3, 31), 2)])
def test_moment_is_the_clock_of_amsterdam_before_and_after_the_clocks_change(day: dt.date, offset: int) -> None:
    begins = timezone.make_aware(dt.datetime.combine(day, dt.time(19, 30)))
    one = Entry(
        uid="een", sequence=0, stamp=begins, summary="Sessie", url="https://example.org/", begins=begins,
        ends=begins + 2 * HOUR,
    )  # fmt: skip
    [found] = read(subscription([one], name="Netwerk")).values()
    assert found.dtstart.utcoffset() == dt.timedelta(hours=offset)
    assert (found.dtstart.hour, found.dtstart.minute) == (19, 30)


def test_network_without_sessions_has_an_empty_calendar() -> None:
    coordinated()
    assert file_of() == {}
    assert Client().get("/netwerken/er-niet/agenda.ics").status_code == 404


def test_page_of_the_calendar_has_both_links_and_is_found_from_the_sessions() -> None:
    made, _dilek = coordinated()
    assert (
        f'href="{reverse("calendars:page", args=[made.slug])}"'
        in Client().get(f"/netwerken/{made.slug}/bijeenkomsten/").content.decode()
    )
    page = Client().get(f"/netwerken/{made.slug}/agenda/").content.decode()
    assert f'href="webcal://localhost:8000{HERE}"' in page or f'{HERE}"' in page
    assert 'href="webcal://' in page
    assert "://" in page.split('id="calendar-link"')[1].split("value=")[1][:12]


def test_own_calendar_is_made_renewed_and_stopped_and_an_old_address_leads_nowhere() -> None:
    amina = make.amina()
    client = browser(amina)
    assert "agenda.ics" not in client.get(MINE).content.decode()
    assert client.post(MINE, {"answer": "make"}).status_code == 302
    first = own_file(amina)
    assert client.post(MINE, {"answer": "make"}).status_code == 302
    assert own_file(amina) == first, "asking twice is once"
    assert Client().get(first).status_code == 200
    seen = amina.calendar_link.public_id
    for _twice in range(2):
        assert client.post(MINE, {"answer": "renew", "seen": seen}).status_code == 302
    second = own_file(Person.objects.get(pk=amina.pk))
    assert second != first
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    for _twice in range(2):
        assert client.post(MINE, {"answer": "stop"}).status_code == 302
    assert Client().get(second).status_code == 404
    assert client.post(MINE, {"answer": "iets anders"}).status_code == 302


def test_own_calendar_is_nobody_elses_to_make_and_nobody_guesses_its_address() -> None:
    amina, bram = make.amina(), make.bram()
    assert Client().post(MINE, {"answer": "make"}).status_code == 403
    assert Client().get(MINE).headers["Location"].startswith("/account/")
    link = actions.make_calendar(amina, by=Actor.of(amina))
    for action in (actions.make_calendar, actions.stop_calendar):
        with pytest.raises(ValueError, match="by whose it is"):
            action(amina, by=Actor.of(bram))
    place = own_file(amina)
    token = place.split("/")[3]
    signature = token.partition(".")[2]
    for guess in (link.public_id, f"{link.public_id}.x", f"{'0' * 32}.{signature}", "x" * 43):
        assert Client().get(f"{MINE}{guess}/agenda.ics").status_code == 404
    assert Client().post(place).status_code == 405
    Person.objects.filter(pk=amina.pk).update(is_active=False)
    assert Client().get(place).status_code == 404


def test_own_calendar_is_kept_by_nobody_on_the_way_and_hears_304() -> None:
    amina = make.amina()
    browser(amina).post(MINE, {"answer": "make"})
    first = Client().get(own_file(amina))
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["X-Robots-Tag"] == "noindex"
    assert Client().get(own_file(amina), headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@built_once
def with_closed_seat() -> tuple[Network, Person, Person]:
    """Return a network in which somebody has a place at an open and a closed session, and none at two others."""
    made, dilek = coordinated()
    amina = make.amina()
    comes(planned(made, dilek, in_days(9), title="Open sessie"), "Amina")
    planned(made, dilek, in_days(12), title="Niet aangemeld")
    closed = make_invitations.planned(made, dilek, title="Besloten kring")
    other = make_invitations.planned(made, dilek, days=21, title="Alleen uitgenodigd")
    for session in (closed, other):
        make_invitations.invite(session, dilek, amina.email)
    comes(closed, "Amina")
    return made, dilek, amina


def test_b2_own_calendar_holds_closed_sessions_with_a_place_and_no_others() -> None:
    _made, _dilek, amina = with_closed_seat()
    browser(amina).post(MINE, {"answer": "make"})
    found = read(Client().get(own_file(amina)).content)
    assert set(found) == {"Open sessie", "Besloten kring"}
    assert not any(event.location for event in found.values()), "a place stands behind the link"
    assert found["Open sessie"].uid == file_of()["Open sessie"].uid


def test_place_given_back_leaves_ones_own_calendar() -> None:
    made, dilek = coordinated()
    session = planned(made, dilek, in_days(9))
    own = comes(session, "Amina")
    browser(make.amina()).post(MINE, {"answer": "make"})
    assert len(read(Client().get(own_file(make.amina())).content)) == 1
    meetings.withdraw(session, own, by=Actor.visitor())
    assert read(Client().get(own_file(make.amina())).content) == {}


def test_b36_visit_in_ones_own_calendar_tells_neither_with_whom_nor_about_what() -> None:
    made, visit = make_visits.agreed()
    make_visits.dated(visit, 12)
    for name in ("Amina", "Bram"):
        browser(make.person(name)).post(MINE, {"answer": "make"})
        text = Client().get(own_file(make.person(name))).content
        [one] = read(text).values()
        assert one.summary == f"Werkbezoek in {made.name}"
        for words in (visit.host.name, visit.guest.name, str(visit.question)):
            assert words not in text.decode()
        assert f"{visit.gathering.public_id}@" in one.uid  # type: ignore[union-attr]
    chris = make.chris()
    browser(chris).post(MINE, {"answer": "make"})
    assert read(Client().get(own_file(chris)).content) == {}


def test_moved_in_a_minute_the_calendar_shows_the_last_at_once() -> None:
    made, dilek = coordinated()
    session = planned(made, dilek, in_days(9))
    set_date(session, dilek, in_days(12))
    set_date(session, dilek, Moment(**{**vars(in_days(15)), "where": "Elders"}))
    [one] = file_of().values()
    assert (one.dtstart, one.location) == (in_days(15).begins_at, "Elders")
    assert one.dtstamp <= timezone.now() + MINUTE


@pytest.mark.parametrize("count", [1, 3])
def test_calendar_asks_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made, dilek = coordinated()
    for number in range(count):
        planned(made, dilek, in_days(9 + number), title=f"Sessie {number}")
    with django_assert_num_queries(2):
        Client().get(HERE)
