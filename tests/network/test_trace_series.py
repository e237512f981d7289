"""Sessions that come back: real sessions, one line and one letter (A52 for many), changed alone or together."""

import base64
import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.models import Gathering, Registration
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Series, Session
from communityup.network.networks.models import Network
from communityup.network.series import actions, notices
from communityup.network.series.actions import Hours
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from tests import make
from tests.at_once import together
from tests.make_calendars import HERE as CALENDAR
from tests.make_calendars import read
from tests.make_meetings import DAY, MINUTE, about
from tests.make_network import browser, coordinated, last, lines
from tests.make_newsletter import subscriber
from tests.make_registrations import comes
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/bijeenkomsten/"
READERS = ["een@example.org", "twee@example.org"]
TUESDAYS = [dt.date(2031, 3, 4), dt.date(2031, 3, 18), dt.date(2031, 4, 1)]
EVENING = Hours(begins=dt.time(19, 30), ends=dt.time(21), way="place", where="De Schakel")


def series_of(made: Network, person: Person, days: list[dt.date] | None = None, **more: str) -> Series:
    told = about(**({"title": "Inloopavond"} | more))
    return actions.plan_series(made, about=told, days=days or TUESDAYS, hours=EVENING, by=Actor.of(person))


@built_once
def planned() -> tuple[Network, Person, Series]:
    """Return a series of three, and two who want to hear of sessions."""
    made, dilek = coordinated()
    for reader in READERS:
        subscriber(made, reader, ["sessions"])
    subscriber(made, "nieuws@example.org", ["developments"])
    return made, dilek, series_of(made, dilek)


def sessions(series: Series) -> list[Session]:
    return list(
        series.sessions.select_related("gathering", "network__stream", "series", "reason__current").order_by("place")
    )


def rest() -> int:
    """Let the minute pass in which a change rests, and write all that is due; return how many letters."""
    Gathering.objects.update(changed_at=F("changed_at") - 2 * MINUTE)
    return meetings.tell_due() + actions.tell_due()


def letters() -> list[Mail]:
    return list(Mail.objects.filter(key__startswith="series:").order_by("pk"))


def entries(mail: Mail) -> dict[str, list[Any]]:
    """Return the entries of the calendar files of a letter, by the method of their file."""
    found = {}
    for one in mail.attachments:
        file = Calendar.from_ical(base64.b64decode(one["content"]))
        assert one["type"] == f"text/calendar; charset=utf-8; method={file['METHOD']}"
        found[str(file["METHOD"])] = list(file.walk("VEVENT"))
    return found


def form(**changes: Any) -> dict[str, Any]:
    day = timezone.localdate() + 21 * DAY
    return {
        "title": "Inloopavond", "purpose": "Samen kijken.", "theme": "", "kind": "open", "day": day.isoformat(),
        "begins": "19:30", "ends": "21:00", "way": "place", "where": "De Schakel", "rule": "weeks", "every": "2",
        "number": "4", "until": "", **changes,
    }  # fmt: skip


def test_each_of_a_series_is_a_real_session_and_all_are_one_line() -> None:
    made, _dilek, series = planned()
    found = sessions(series)
    assert [one.number for one in found] == ["3103", "3103b", "3104"]
    assert [one.slug for one in found] == ["3103-inloopavond", "3103b-inloopavond", "3104-inloopavond"]
    for one in found:
        page = Client().get(f"{HERE}{one.slug}/").content.decode()
        assert f'<p><a href="{HERE}reeks/{series.public_id}/">Nummer {one.place} van een reeks' in page
        assert Client().get(f"{HERE}{one.slug}/agenda.ics").status_code == 200
        assert Client().get(f"{HERE}{one.number}/").status_code == 302
    assert [line for line in lines(made) if line.startswith(("series.", "meetings."))] == ["series.series_planned"]
    assert {name: last(made).content[name] for name in ("sessions", "day")} == {"sessions": 3, "day": "2031-03-04"}
    assert (
        timezone.localtime(found[0].gathering.begins_at).hour == timezone.localtime(found[2].gathering.begins_at).hour
    )
    listed = Client().get(f"{HERE}reeks/{series.public_id}/").content.decode()
    assert listed.index("3103-inloopavond") < listed.index("3103b-inloopavond") < listed.index("3104-inloopavond")


def test_a52_series_is_told_in_one_letter_to_each_and_saving_again_in_none() -> None:
    made, dilek, series = planned()
    assert rest() == 2
    assert sorted(mail.to for mail in letters()) == READERS
    assert not Mail.objects.filter(key__startswith="session:").exists()
    mail = letters()[0]
    assert mail.subject == "Data bekend: Inloopavond, 3 bijeenkomsten"
    [(method, found)] = entries(mail).items()
    assert (method, len(found)) == ("PUBLISH", 3)
    assert {str(one["UID"]) for one in found} == {one.uid for one in read_calendar().values()}
    for one in sessions(series):
        assert f"{HERE}{one.slug}/" in mail.text
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert series_of(made, dilek) == series, "a double click plans one series"
    assert (rest(), Session.objects.count()) == (0, 3)


def read_calendar() -> dict[str, Any]:
    return {one.uid: one for one in read_all(Client().get(CALENDAR).content)}


def read_all(content: bytes) -> list[Any]:
    read(content)
    return list(IcsCalendarStream.calendar_from_ics(content.decode()).events)


def test_moving_this_and_the_later_ones_tells_once_and_leaves_the_earlier_one() -> None:
    made, dilek, series = planned()
    rest()
    first, second, third = sessions(series)
    comes(first, "Eva")
    hours = Hours(begins=dt.time(20), ends=dt.time(22), way="place", where="Wijkcentrum")
    for _twice in range(2):
        actions.move_later(second, day=dt.date(2031, 3, 20), hours=hours, by=Actor.of(dilek))
    assert rest() == 2
    mail = letters()[-1]
    assert mail.subject == "Veranderd: Inloopavond, 2 bijeenkomsten"
    moved = entries(mail)["PUBLISH"]
    assert sorted(one["DTSTART"].dt.strftime("%d-%m %H:%M") for one in moved) == ["03-04 20:00", "20-03 20:00"]
    assert {int(one["SEQUENCE"]) for one in moved} == {1}
    assert [timezone.localdate(one.gathering.begins_at).day for one in sessions(series)] == [4, 20, 3]
    assert lines(made).count("series.later_sessions_moved") == 1
    assert last(made).content["days"] == 2 if last(made).type.startswith("series.") else True
    assert third.number == "3104"


def test_moving_one_alone_tells_of_that_one_and_moves_no_other() -> None:
    _made, dilek, series = planned()
    rest()
    second = sessions(series)[1]
    meetings.set_date(second, moment=EVENING.on(dt.date(2031, 3, 19)), by=Actor.of(dilek))
    assert rest() == 2
    assert letters()[-1].subject == "Veranderd: Inloopavond"
    assert [len(found) for found in entries(letters()[-1]).values()] == [1]
    assert [timezone.localdate(one.gathering.begins_at).day for one in sessions(series)] == [4, 19, 1]


def test_cancelling_the_rest_takes_them_out_of_calendars_in_one_letter() -> None:
    made, dilek, series = planned()
    rest()
    second = sessions(series)[1]
    for _twice in range(2):
        actions.cancel_later(second, reason="De zaal sluit.", by=Actor.of(dilek))
    assert rest() == 2
    mail = letters()[-1]
    assert mail.subject == "Afgelast: Inloopavond, 2 bijeenkomsten"
    [(method, gone)] = entries(mail).items()
    assert (method, {str(one["STATUS"]) for one in gone}, len(gone)) == ("CANCEL", {"CANCELLED"}, 2)
    assert mail.text.count("De zaal sluit.") == 2
    assert [one.gathering.cancelled_at is None for one in sessions(series)] == [True, False, False]
    assert lines(made).count("series.later_sessions_cancelled") == 1
    assert last(made).content["commit"] == sessions(series)[2].reason.commit  # type: ignore[union-attr]
    with pytest.raises(Refused, match="al geweest"):
        actions.move_later(second, day=dt.date(2031, 5, 1), hours=EVENING, by=Actor.of(dilek))


def test_some_moved_and_some_cancelled_come_in_one_letter_with_a_file_of_each() -> None:
    _made, dilek, series = planned()
    rest()
    _first, second, third = sessions(series)
    meetings.set_date(second, moment=EVENING.on(dt.date(2031, 3, 19)), by=Actor.of(dilek))
    meetings.cancel_session(third, reason="Vakantie.", by=Actor.of(dilek))
    assert rest() == 2
    assert {method: len(found) for method, found in entries(letters()[-1]).items()} == {"PUBLISH": 1, "CANCEL": 1}


def test_who_is_registered_for_one_hears_of_that_one_alone() -> None:
    _made, dilek, series = planned()
    rest()
    first, second, _third = sessions(series)
    eva = comes(second, "Eva")
    Registration.objects.update(since=F("since") - DAY)
    actions.move_later(first, day=dt.date(2031, 3, 5), hours=EVENING, by=Actor.of(dilek))
    assert rest() == 3
    [own] = Mail.objects.filter(to=eva.email, key__startswith="series:")
    assert [len(found) for found in entries(own).values()] == [1]
    assert "/plek/" in own.text
    assert "List-Unsubscribe" not in own.headers


def test_killed_half_way_and_changed_meanwhile_everybody_hears_every_change_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _made, dilek, series = planned()
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    real, count = notices.tell, list[int]()

    def dies(*arguments: Any) -> None:
        count.append(1)
        if len(count) == 2:
            raise KeyboardInterrupt
        real(*arguments)

    monkeypatch.setattr(notices, "tell", dies)
    with pytest.raises(KeyboardInterrupt):
        rest()
    assert len(letters()) == 1
    meetings.set_date(sessions(series)[2], moment=EVENING.on(dt.date(2031, 4, 2)), by=Actor.of(dilek))
    rest()
    heard = {
        reader: [one for mail in letters() if mail.to == reader for one in entries(mail)["PUBLISH"]]
        for reader in READERS
    }
    assert sorted(len(found) for found in heard.values()) == [3, 4], (
        "who heard before the change hears the change besides"
    )
    for found in heard.values():
        told = [(str(one["UID"]), int(one["SEQUENCE"])) for one in found]
        assert len(told) == len(set(told))
        assert {uid for uid, _sequence in told} == {
            f"{one.gathering.public_id}@gatherings.community-up" for one in sessions(series)
        }


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_two_coordinators_at_once_write_and_plan_once() -> None:
    made, dilek = coordinated()
    subscriber(made, READERS[0], ["sessions"])
    given = together(*[lambda: series_of(made, dilek)] * 3)
    assert all(isinstance(one, Series) for one in given), given
    assert (Series.objects.count(), Session.objects.count()) == (1, 3)
    Gathering.objects.update(changed_at=F("changed_at") - 2 * MINUTE)
    together(*[actions.tell_due] * 3)
    assert len(letters()) == 1


def test_planned_and_cancelled_within_a_minute_tells_nobody() -> None:
    _made, dilek, series = planned()
    actions.cancel_later(sessions(series)[0], reason="Toch niet.", by=Actor.of(dilek))
    assert (rest(), letters()) == (0, [])
    assert not Gathering.objects.exclude(told=F("edition")).exists()


def test_only_a_coordinator_plans_moves_and_cancels_and_a_series_is_more_than_one() -> None:
    made, dilek, series = planned()
    session, chris = sessions(series)[0], Actor.of(make.chris())
    with pytest.raises(NotAllowed):
        actions.plan_series(made, about=about(), days=TUESDAYS, hours=EVENING, by=chris)
    with pytest.raises(NotAllowed):
        actions.move_later(session, day=dt.date(2031, 3, 6), hours=EVENING, by=chris)
    with pytest.raises(NotAllowed):
        actions.cancel_later(session, reason="Nee.", by=chris)
    for days in (TUESDAYS[:1], [TUESDAYS[0] + number * DAY for number in range(25)]):
        with pytest.raises(Refused, match="twee bijeenkomsten"):
            actions.plan_series(made, about=about(title="Anders"), days=days, hours=EVENING, by=Actor.of(dilek))
    with pytest.raises(Refused, match="nog moet komen"):
        actions.move_later(session, day=dt.date(2020, 3, 6), hours=EVENING, by=Actor.of(dilek))
    assert lines(made).count("series.series_planned") == 1


def test_days_are_shown_first_and_a_day_without_a_tick_is_left_out() -> None:
    made, dilek = coordinated()
    client, place = browser(dilek), f"{HERE}reeks/plannen/"
    shown = client.post(place, form())
    assert shown.status_code == 200
    days = [(timezone.localdate() + (21 + 14 * number) * DAY).isoformat() for number in range(4)]
    page = shown.content.decode()
    for day in days:
        assert f'value="{day}" checked' in page
    assert Session.objects.count() == 0, "looking plans nothing"
    assert "Inloopavond" in client.post(place, {**form(), "again": "on", "days": days}).content.decode()
    assert Session.objects.count() == 0
    answer = client.post(place, {**form(), "sure": "on", "days": [*days[:2], days[3], "2020-01-01"]})
    assert answer.status_code == 302
    planned_on = [timezone.localdate(one.gathering.begins_at).isoformat() for one in sessions(Series.objects.get())]
    assert planned_on == [days[0], days[1], days[3]]
    assert answer.headers["Location"] == f"{HERE}reeks/{Series.objects.get().public_id}/"
    refused = client.post(place, {**form(title="Nog een"), "sure": "on", "days": days[:1]})
    assert refused.status_code == 409
    assert made.sessions.count() == 3


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": ""}, "hoe vaak, of tot welke dag"),
        ({"number": "25"}, "24"),
        ({"every": "0"}, "1"),
        ({"number": "", "until": "2020-01-01"}, "hooguit één bijeenkomst"),
        ({"day": "2020-01-01"}, "nog moet komen"),
        ({"ends": "19:00"}, "na het begin"),
        ({"where": ""}, "waar het is"),
        ({"rule": "last", "day": "2031-03-04"}, "niet de laatste"),
        ({"title": ""}, "Inloopavond"),
    ],
)
def test_bad_form_gives_a_clear_sentence_and_keeps_what_was_typed(changes: dict[str, str], sentence: str) -> None:
    _made, dilek = coordinated()
    answer = browser(dilek).post(f"{HERE}reeks/plannen/", form(purpose="Inloopavond samen", **changes))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "Inloopavond samen" in page
    assert Session.objects.count() == 0


def test_pages_over_http_as_everybody() -> None:
    made, dilek, series = planned()
    session = sessions(series)[1]
    alone = meetings.plan_session(
        made, about=about(title="Alleen"), moment=EVENING.on(dt.date(2031, 5, 6)), by=Actor.of(dilek)
    )
    places = {
        f"{HERE}reeks/{series.public_id}/": (200, 200, 200),
        f"{HERE}reeks/plannen/": (302, 403, 200),
        f"{HERE}{session.public_id}/en-latere/": (302, 403, 200),
        f"{HERE}{session.public_id}/en-latere/afgelasten/": (302, 403, 200),
        f"{HERE}{alone.public_id}/en-latere/": (302, 403, 404),
        f"{HERE}reeks/{'0' * 32}/": (404, 404, 404),
    }
    clients = (Client(), browser(make.chris()), browser(dilek))
    for place, expected in places.items():
        assert tuple(client.get(place).status_code for client in clients) == expected, place
    assert "en-latere" not in Client().get(f"{HERE}{session.slug}/").content.decode()
    page = browser(dilek).get(f"{HERE}{session.slug}/").content.decode()
    assert f"{HERE}{session.public_id}/en-latere/" in page
    assert "reeks/" not in Client().get(f"{HERE}{alone.slug}/").content.decode()


def test_coordinator_moves_and_cancels_on_the_pages() -> None:
    made, dilek, series = planned()
    session, client = sessions(series)[1], browser(dilek)
    place = f"{HERE}{session.public_id}/en-latere/"
    assert 'value="2031-03-18"' in client.get(place).content.decode()
    sent = {"day": "2031-03-19", "begins": "19:30", "ends": "21:00", "way": "place", "where": "De Schakel"}
    assert client.post(place, {**sent, "ends": "18:00"}).status_code == 422
    assert client.post(place, sent).status_code == 302
    assert [timezone.localdate(one.gathering.begins_at).day for one in sessions(series)] == [4, 19, 2]
    assert client.post(f"{place}afgelasten/", {"reason": ""}).status_code == 422
    assert client.post(f"{place}afgelasten/", {"reason": "De zaal sluit."}).status_code == 302
    assert lines(made).count("series.later_sessions_cancelled") == 1


def test_page_of_a_series_asks_as_often_for_two_as_for_twelve() -> None:
    made, dilek = coordinated()
    counts = []
    for number in (2, 12):
        days = [dt.date(2031, 3, 4) + 7 * index * DAY for index in range(number)]
        series = series_of(made, dilek, days, title=f"Reeks van {number}")
        with CaptureQueriesContext(connection) as asked:
            Client().get(f"{HERE}reeks/{series.public_id}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
