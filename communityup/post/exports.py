"""What we hand out beside a letter: a day for one's calendar (RFC 5545), with a stable UID, its sequence and its zone.

No ORGANIZER and no ATTENDEE: those make calendars send answers. A whole day blocks no time.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Timezone
from icalendar import Event as CalendarEvent


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
    entry = CalendarEvent()
    entry.add("uid", uid)
    entry.add("sequence", sequence)
    entry.add("dtstamp", stamp.astimezone(dt.UTC))
    entry.add("summary", " ".join(summary.split()))
    entry.add("description", description)
    entry.add("url", url)
    return entry


def _file(entry: CalendarEvent, year: int, *, cancelled: bool, product: str) -> bytes:
    file = Calendar()
    file.add("prodid", f"-//Community-up//{product}//NL")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "CANCEL" if cancelled else "PUBLISH")
    file.add("x-wr-timezone", settings.TIME_ZONE)
    first, last = dt.date(year, 1, 1), dt.date(year + 1, 12, 31)
    file.add_component(Timezone.from_tzid(settings.TIME_ZONE, first_date=first, last_date=last))
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    file.add_component(entry)
    return bytes(file.to_ical())
