"""What can one do with sessions that come back: plan them at once, and move or cancel one with the later ones."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from communityup.gatherings import actions as gatherings
from communityup.gatherings import queries as gathered
from communityup.gatherings.actions import Change, Moment
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.actions import About
from communityup.network.meetings.models import Series, Session
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.series import events, notices, permissions, queries
from communityup.people.actors import Actor

COORDINATOR = "coordinator"
# Letters in one transaction: a network with many readers holds nobody up.
AT_ONCE = 100


@dataclass(frozen=True, kw_only=True)
class Hours:
    """From when until when on each day, on the clock of the site, and where."""

    begins: dt.time
    ends: dt.time
    way: str
    where: str = ""

    def on(self, day: dt.date) -> Moment:
        """Return the moment of one day; the clock shows the same time before and after the clocks change."""
        begins_at, ends_at = (timezone.make_aware(dt.datetime.combine(day, time)) for time in (self.begins, self.ends))
        return Moment(begins_at=begins_at, ends_at=ends_at, way=self.way, where=self.where)


@transaction.atomic
def plan_series(network: Network, *, about: About, days: Sequence[dt.date], hours: Hours, by: Actor) -> Series:
    """Plan sessions on these days at once, each with its own number and address. The same again plans nothing new."""
    own_coordinator(network, by)
    permissions.refuse_alone(days)
    held = Network.objects.select_for_update(of=("self",)).select_related("stream").get(pk=network.pk)
    moments = [hours.on(day) for day in sorted(set(days))]
    again = held.sessions.filter(series__isnull=False, place=1, gathering__title=" ".join(about.title.split()))
    found = again.filter(gathering__begins_at=moments[0].begins_at, gathering__cancelled_at=None).first()
    if found is not None and found.series is not None:
        return found.series
    series = Series.objects.create(network=held, planned_at=timezone.now())
    for place, moment in enumerate(moments, 1):
        made = meetings.make_session(held, about=about, moment=moment, series=series, place=place, by=by)
    event = events.SeriesPlanned(
        object=series.public_id, commit=made.purpose.commit, sessions=len(moments), day=min(days).isoformat()
    )
    _record(event, series, by)
    return series


@transaction.atomic
def move_later(session: Session, *, day: dt.date, hours: Hours, by: Actor) -> int:
    """Move a session to another day or time, and the later ones of its series by as many days; return how many.

    What begins already stays as it is. The same again changes nothing.
    """
    own_coordinator(session.network, by)
    series = permissions.series_of(session)
    _hold(series, session)
    later = list(queries.movable(session))
    permissions.refuse_past(session, later)
    shift = day - timezone.localdate(later[0].gathering.begins_at)
    moved = [one for one in later if _move(one, shift, hours)]
    if moved:
        _record(events.LaterSessionsMoved(object=series.public_id, sessions=len(moved), days=shift.days), series, by)
    return len(moved)


@transaction.atomic
def cancel_later(session: Session, *, reason: str, by: Actor) -> int:
    """Cancel a session and the later ones of its series, with one reason; return how many. Twice is once."""
    own_coordinator(session.network, by)
    series = permissions.series_of(session)
    _hold(series, session)
    later = list(queries.later_than(session))
    if not later and session.gathering.cancelled_at is not None:
        return 0
    permissions.refuse_past(session, later)
    called_off = [one for one in later if meetings.call_off(one, reason=reason, by=by)]
    last = called_off[-1].reason
    commit = None if last is None else last.commit
    event = events.LaterSessionsCancelled(object=series.public_id, commit=commit, sessions=len(called_off))
    _record(event, series, by)
    return len(called_off)


def tell_due() -> int:
    """Write the letters about series of which something changed and rested; return how many."""
    waiting = Series.objects.filter(pk__in=queries.untold().order_by().values("series")).order_by("pk")
    return sum(_tell_all(pk) for pk in list(waiting.values_list("pk", flat=True)))


def _tell_all(pk: int) -> int:
    """Write the letters about one series, so many at once, until everybody has theirs."""
    written, count = 0, AT_ONCE
    while count == AT_ONCE:
        count = _tell_some(pk)
        written += count
    return written


@transaction.atomic
def _tell_some(pk: int) -> int:
    series = Series.objects.select_related("network__stream").get(pk=pk)
    Network.objects.select_for_update(of=("self",)).get(pk=series.network_id)
    due = list(queries.untold().filter(series=series).prefetch_related("gathering__registrations"))
    news = [one for one in due if gathered.has_news(one.gathering)]
    letters = notices.letters(series, news)[:AT_ONCE] if news else []
    for letter in letters:
        notices.tell(series, letter)
    for one in due:
        gatherings.note_told(one.gathering, everybody=len(letters) < AT_ONCE)
    return len(letters)


def _hold(series: Series, session: Session) -> None:
    """Read a session as it is now, under the lock of its network."""
    Network.objects.select_for_update(of=("self",)).get(pk=series.network_id)
    session.gathering.refresh_from_db()


def _move(session: Session, shift: dt.timedelta, hours: Hours) -> bool:
    begins_at = session.gathering.begins_at
    day = timezone.localdate(begins_at) + shift
    return meetings.redate(session, moment=hours.on(day)) is not Change.NOTHING


def _record(event: Event, series: Series, by: Actor) -> None:
    record(event, stream=series.network.stream, by=by, role=COORDINATOR)
