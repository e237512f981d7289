"""Sessions of a network, planned and told through the real actions."""

import base64
import datetime as dt
from typing import Any

from django.db.models import F
from django.utils import timezone
from icalendar import Calendar

from communityup.gatherings.actions import Moment
from communityup.gatherings.models import Gathering
from communityup.network.meetings import actions
from communityup.network.meetings.models import Series, Session
from communityup.network.networks.models import Network
from communityup.network.series.actions import Hours, plan_series
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail

AFTER_SUMMER = Moment(rough="na de zomer – nadere info volgt")
MINUTE, DAY, HOUR = dt.timedelta(minutes=1), dt.timedelta(days=1), dt.timedelta(hours=1)


def on(day: dt.date, *, where: str = "Buurthuis De Schakel", hour: int = 14, way: str = "place") -> Moment:
    """Return two hours on a day, on the clock of Amsterdam."""
    begins_at = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
    return Moment(begins_at=begins_at, ends_at=begins_at + 2 * HOUR, way=way, where=where)


def in_days(number: int, **more: Any) -> Moment:
    """Return two hours on the day that is so far away."""
    return on(timezone.localdate() + number * DAY, **more)


def about(title: str = "Loslaten in de praktijk", **more: Any) -> actions.About:
    """Return what a session is about."""
    return actions.About(**{"title": title, "purpose": "Leren van drie buurthuizen.", "theme": "Loslaten", **more})


def planned(made: Network, person: Person, moment: Moment = AFTER_SUMMER, **more: str) -> Session:
    """Plan a session as a coordinator."""
    return actions.plan_session(made, about=about(**more), moment=moment, by=Actor.of(person))


def series(made: Network, person: Person) -> Series:
    """Plan two evenings that come back, as a coordinator."""
    days = [timezone.localdate() + number * DAY for number in (40, 54)]
    hours = Hours(begins=dt.time(19, 30), ends=dt.time(21), way="place", where="Buurthuis De Schakel")
    return plan_series(made, about=about("Inloopavond"), days=days, hours=hours, by=Actor.of(person))


def set_date(session: Session, person: Person, moment: Moment) -> Session:
    """Set when and where as a coordinator."""
    return actions.set_date(session, moment=moment, by=Actor.of(person))


def held(made: Network, person: Person, *, days: int = 3, **more: str) -> Session:
    """Write down a session that was, so many days ago."""
    return planned(made, person, in_days(-days), **more)


def rest() -> int:
    """Let the minute pass in which a change rests, and write what is due; return how many letters."""
    Gathering.objects.update(changed_at=F("changed_at") - 2 * MINUTE)
    return actions.tell_due()


def letters() -> list[Mail]:
    """Return the letters about sessions, the oldest first."""
    return list(Mail.objects.filter(key__startswith="session:").order_by("pk"))


def read(content: bytes) -> tuple[Any, Any]:
    """Return a calendar file and its one event, read strictly: every line short, every end of a line as it must be."""
    text = content.decode()
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    file = Calendar.from_ical(content)
    [event] = file.walk("VEVENT")
    assert [str(zone["TZID"]) for zone in file.walk("VTIMEZONE")] == ["Europe/Amsterdam"]
    assert not {"ORGANIZER", "ATTENDEE"} & set(event)
    return file, event


def attached(mail: Mail) -> tuple[Any, Any]:
    """Return the calendar file of a letter and its event."""
    [one] = mail.attachments
    file, event = read(base64.b64decode(one["content"]))
    assert one["type"] == f"text/calendar; charset=utf-8; method={file['METHOD']}"
    return file, event
