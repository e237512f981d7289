"""What we hand out beside a letter: a day for one's calendar (RFC 5545), with a stable UID, its sequence and its zone.

No ORGANIZER and no ATTENDEE: those make calendars send answers. A whole day blocks no time.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Timezone
from icalendar import Event as CalendarEvent

# So often a client may look for news of a calendar to which somebody subscribed.
LOOKS_AGAIN = "PT1H"
# For the zone of a calendar that is still empty.
FIRST_YEAR = 2026


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing in a calendar to which somebody subscribes: a title, its moment or day, and where to read more.

    It has the UID and the sequence of the file in a letter about it, so a calendar that has both holds it once.
    """

    uid: str
    sequence: int
    stamp: dt.datetime
    summary: str
    url: str
    begins: dt.date
    ends: dt.date
    where: str = ""
    description: str = ""
    cancelled: bool = False


def subscription(entries: Iterable[Entry], *, name: str) -> bytes:
    """Return a calendar with many entries, to which one subscribes; the same entries give the same bytes."""
    found = sorted(entries, key=lambda one: one.uid)
    years = [one.begins.year for one in found] or [FIRST_YEAR]
    file = _calendar(min(years), max(years), method="PUBLISH", product="calendar")
    file.add("name", name)
    file.add("x-wr-calname", name)
    file.add("refresh-interval", dt.timedelta(hours=1), parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", LOOKS_AGAIN)
    for one in found:
        file.add_component(_component(one))
    return bytes(file.to_ical())


def several(entries: Sequence[Entry], *, method: str, product: str) -> bytes:
    """Return the file of a letter about several things: all of them publish, or all of them cancel."""
    years = [one.begins.year for one in entries]
    file = _calendar(min(years), max(years), method=method, product=product)
    for one in entries:
        file.add_component(_component(one))
    return bytes(file.to_ical())


def _component(one: Entry) -> CalendarEvent:
    entry = _event(uid=one.uid, sequence=one.sequence, stamp=one.stamp, summary=one.summary, url=one.url)
    zone = ZoneInfo(settings.TIME_ZONE)
    for name, moment in (("dtstart", one.begins), ("dtend", one.ends)):
        entry.add(name, moment.astimezone(zone) if isinstance(moment, dt.datetime) else moment)
    if not isinstance(one.begins, dt.datetime):
        entry.add("transp", "TRANSPARENT")
    if one.description:
        entry.add("description", one.description)
    if one.where:
        entry.add("location", " ".join(one.where.split()))
    entry.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    return entry


def whole_day(
    day: dt.date,
    *,
    uid: str,
    sequence: int,
    stamp: dt.datetime,
    summary: str,
    description: str,
    url: str,
    cancelled: bool = False,
    product: str,
) -> bytes:
    """Return the calendar file of one day; the same `uid` with a higher `sequence` replaces or cancels it."""
    entry = _entry(uid=uid, sequence=sequence, stamp=stamp, summary=summary, description=description, url=url)
    entry.add("dtstart", day)
    entry.add("dtend", day + dt.timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    return _file(entry, day.year, cancelled=cancelled, product=product)


def at_a_time(
    begins_at: dt.datetime,
    ends_at: dt.datetime,
    *,
    uid: str,
    sequence: int,
    stamp: dt.datetime,
    summary: str,
    description: str,
    where: str,
    url: str,
    cancelled: bool = False,
    product: str,
) -> bytes:
    """Return the calendar file of something with a beginning, an end and a place, on the clock of our zone."""
    entry = _entry(uid=uid, sequence=sequence, stamp=stamp, summary=summary, description=description, url=url)
    zone = ZoneInfo(settings.TIME_ZONE)
    entry.add("dtstart", begins_at.astimezone(zone))
    entry.add("dtend", ends_at.astimezone(zone))
    entry.add("location", " ".join(where.split()))
    return _file(entry, begins_at.year, cancelled=cancelled, product=product)


def _entry(*, uid: str, sequence: int, stamp: dt.datetime, summary: str, description: str, url: str) -> CalendarEvent:
    entry = _event(uid=uid, sequence=sequence, stamp=stamp, summary=summary, url=url)
    entry.add("description", description)
    return entry


def _event(*, uid: str, sequence: int, stamp: dt.datetime, summary: str, url: str) -> CalendarEvent:
    entry = CalendarEvent()
    entry.add("uid", uid)
    entry.add("sequence", sequence)
    entry.add("dtstamp", stamp.astimezone(dt.UTC))
    entry.add("summary", " ".join(summary.split()))
    entry.add("url", url)
    return entry


def _calendar(first: int, last: int, *, method: str, product: str) -> Calendar:
    """Return an empty calendar with our zone as it is from one year to the end of the year after another."""
    file = Calendar()
    file.add("prodid", f"-//Community-up//{product}//NL")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", method)
    file.add("x-wr-timezone", settings.TIME_ZONE)
    since, until = dt.date(first, 1, 1), dt.date(last + 1, 12, 31)
    file.add_component(Timezone.from_tzid(settings.TIME_ZONE, first_date=since, last_date=until))
    return file


def _file(entry: CalendarEvent, year: int, *, cancelled: bool, product: str) -> bytes:
    file = _calendar(year, year, method="CANCEL" if cancelled else "PUBLISH", product=product)
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    file.add_component(entry)
    return bytes(file.to_ical())
