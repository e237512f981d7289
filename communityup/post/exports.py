"""What we hand out beside a letter: a day for one's calendar (RFC 5545), with a stable UID, its sequence and its zone.

No ORGANIZER and no ATTENDEE: those make calendars send answers. The day is a whole day, so it blocks no time.
"""

import datetime as dt

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
    file = Calendar()
    file.add("prodid", f"-//Community-up//{product}//NL")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "CANCEL" if cancelled else "PUBLISH")
    file.add("x-wr-timezone", settings.TIME_ZONE)
    first, last = dt.date(day.year, 1, 1), dt.date(day.year + 1, 12, 31)
    file.add_component(Timezone.from_tzid(settings.TIME_ZONE, first_date=first, last_date=last))
    entry = CalendarEvent()
    entry.add("uid", uid)
    entry.add("sequence", sequence)
    entry.add("dtstamp", stamp.astimezone(dt.UTC))
    entry.add("dtstart", day)
    entry.add("dtend", day + dt.timedelta(days=1))
    entry.add("summary", " ".join(summary.split()))
    entry.add("description", description)
    entry.add("url", url)
    entry.add("transp", "TRANSPARENT")
    entry.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    file.add_component(entry)
    return bytes(file.to_ical())
