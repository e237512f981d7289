"""What we hand out of an agreement: a calendar entry (RFC 5545) with a stable UID, its sequence and its zone.

No ORGANIZER and no ATTENDEE: those make calendars send answers. The day is a whole day, so it blocks no time.
"""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Timezone
from icalendar import Event as CalendarEvent

from communityup.workspace.agreements.models import Agreement

FILE_NAME = "afspraak.ics"
MEDIA_TYPE = "text/calendar; charset=utf-8"
# By whether the agreement ended.
MAIL_TYPE = {
    False: "text/calendar; charset=utf-8; method=PUBLISH",
    True: "text/calendar; charset=utf-8; method=CANCEL",
}


def calendar(agreement: Agreement) -> bytes:
    """Return the calendar file of what stands, in the language that is active; raises ValueError before it stands."""
    terms = agreement.standing
    if terms is None or terms.agreed_at is None:
        raise ValueError("only what both sides confirmed has a calendar entry")
    file = Calendar()
    file.add("prodid", "-//Community-up//agreements//NL")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "CANCEL" if terms.ends else "PUBLISH")
    file.add("x-wr-timezone", settings.TIME_ZONE)
    file.add_component(_zone(terms.due))
    entry = CalendarEvent()
    entry.add("uid", f"{agreement.public_id}@agreements.community-up")
    entry.add("sequence", agreement.sequence)
    entry.add("dtstamp", terms.agreed_at.astimezone(dt.UTC))
    entry.add("dtstart", terms.due)
    entry.add("dtend", terms.due + dt.timedelta(days=1))
    entry.add("summary", _("Agreement: %(what)s") % {"what": _one_line(str(terms.what))})
    entry.add("description", _description(agreement))
    entry.add("url", address(agreement))
    entry.add("transp", "TRANSPARENT")
    entry.add("status", "CANCELLED" if terms.ends else "CONFIRMED")
    file.add_component(entry)
    return bytes(file.to_ical())


def _zone(day: dt.date) -> Timezone:
    """Return the rules of the zone for the years around a day."""
    first, last = dt.date(day.year, 1, 1), dt.date(day.year + 1, 12, 31)
    return Timezone.from_tzid(settings.TIME_ZONE, first_date=first, last_date=last)


def _description(agreement: Agreement) -> str:
    return _("%(promised_by)s, for %(promised_to)s. How we see that it is done: %(evidence)s\n\n%(link)s") % {
        "promised_by": agreement.promised_by.name,
        "promised_to": agreement.promised_to.name,
        "evidence": str(agreement.standing.evidence) if agreement.standing else "",
        "link": address(agreement),
    }


def address(agreement: Agreement) -> str:
    """Return the full address of the page of an agreement."""
    path = reverse("agreements:agreement", args=[agreement.challenge.slug, agreement.public_id])
    return settings.SITE_ADDRESS.rstrip("/") + path


def _one_line(words: str) -> str:
    return " ".join(words.split())
