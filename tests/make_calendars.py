"""Calendars to which one subscribes, read back by two libraries that did not write them."""

import datetime as dt
from typing import Any

import vobject
from ical.calendar_stream import IcsCalendarStream

from communityup.people.models import Person
from tests.make_network import browser

HERE = "/netwerken/community-up/agenda.ics"
MINE = "/mijn/agenda/"


def read(content: bytes) -> dict[str, Any]:
    """Return the entries by UID as the library of a calendar client understands them, after a strict reading.

    `ical` is what a home calendar reads subscriptions with; `vobject` parses by its own rules. Both must see the same.
    """
    text = content.decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert not {"ORGANIZER", "ATTENDEE", "DESCRIPTION", "VALARM"} & {
        line.split(":")[0].split(";")[0] for line in text.split()
    }
    found: dict[Any, Any] = {event.uid: event for event in IcsCalendarStream.calendar_from_ics(text).events}
    vars(vobject.icalendar)["__tzidMap"].clear()  # it keeps the zone of the first file it ever read
    other = vobject.readOne(text)
    parsed = {event.uid.value: event for event in getattr(other, "vevent_list", [])}
    assert parsed.keys() == found.keys()
    for uid, event in parsed.items():
        assert (event.summary.value, event.url.value) == (found[uid].summary, str(found[uid].url))
        assert int(event.sequence.value) == found[uid].sequence
        assert _moment(event.dtstart.value) == _moment(found[uid].dtstart)
        assert _moment(event.dtend.value) == _moment(found[uid].dtend)
        assert event.status.value == str(found[uid].status.value)
    return {event.summary: event for event in found.values()}


def _moment(value: dt.date) -> dt.date:
    return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value


def own_file(person: Person) -> str:
    """Return the path of somebody's own calendar, as their page shows it to them alone."""
    page = browser(person).get(MINE).content.decode()
    return MINE + page.split('id="calendar-link"')[1].split(MINE)[1].split('"')[0]
