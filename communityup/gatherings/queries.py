"""What do we show of a gathering: when it is, in words; and which ones people still have to hear of."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.gatherings.models import Gathering, Registration, Request, Way
from communityup.gatherings.permissions import why_shut
from communityup.people.models import Person
from communityup.ui.templatetags.ui import clock, long_date, long_datetime

# So long what changed waits before it is told: who moves it twice in a minute tells it once, as it is then.
REST = dt.timedelta(minutes=1)
# So long what was stays in a calendar to which one subscribes; and so long it tells that something does not go on.
PAST, GONE = dt.timedelta(days=366), dt.timedelta(days=30)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """A reminder before a day: how many days, until when it is still worth it, and for whom it is none.

    Who got the moment with their place, or with a change, in the last `fresh` days before it, knows it still.
    """

    before: int
    until: int
    fresh: int


WEEK_BEFORE, DAY_BEFORE = Reminder(before=7, until=3, fresh=3), Reminder(before=1, until=0, fresh=1)


def when(gathering: Gathering) -> str:
    """Return when it is, in full: the rough words, or the day with both times."""
    return when_of(gathering.rough, gathering.begins_at, gathering.ends_at)


def when_of(rough: str, begins_at: dt.datetime | None, ends_at: dt.datetime | None) -> str:
    """Return the same from its parts, for rows of a list."""
    if begins_at is None or ends_at is None:
        return rough
    same_day = long_date(begins_at) == long_date(ends_at)
    end = clock(ends_at) if same_day else long_datetime(ends_at)
    return _("%(begin)s to %(end)s") % {"begin": long_datetime(begins_at), "end": end}


def where(gathering: Gathering) -> str:
    """Return where it is, in words."""
    parts = (gathering.where, _("online") if gathering.way != Way.PLACE else "")
    return " · ".join(part for part in parts if part)


def where_of(registration: Registration | Request) -> str:
    """Return where somebody comes together with the others, who chose between the place and online."""
    gathering = registration.gathering
    if gathering.way != Way.BOTH:
        return where(gathering)
    return _("online") if registration.online else gathering.where


def own(gathering: Gathering, person: Person | Any) -> Registration | None:
    """Return what somebody with an account has here: a place, or one in the waiting list."""
    return gathering.registrations.filter(email=person.email).first() if isinstance(person, Person) else None


def in_calendars(gathering: str = "gathering") -> Q:
    """Return what stands in calendars to which one subscribes, of what leads to a gathering by this name.

    That is what has a moment, or had one that people heard; a year back, and for a month what does not go on.
    """
    now = timezone.now()
    recent = Q(**{f"{gathering}__ends_at__gt": now - PAST})
    gone = Q(**{f"{gathering}__ends_at": None, f"{gathering}__in_calendars_ends_at__isnull": False})
    stays = Q(**{f"{gathering}__cancelled_at": None}) & recent
    return stays | (recent | gone) & Q(**{f"{gathering}__changed_at__gt": now - GONE})


def untold() -> QuerySet[Gathering]:
    """Return what changed and was not told to everybody yet, once it rested; what is past is told to nobody."""
    now = timezone.now()
    rested = Gathering.objects.filter(told__lt=F("edition"), changed_at__lte=now - REST)
    return rested.filter(Q(ends_at=None) | Q(ends_at__gt=now))


_FORGETTING: list[Callable[[QuerySet[Registration]], None]] = []


def register_forgetting(source: Callable[[QuerySet[Registration]], None]) -> None:
    """Let an app above keep something without a name of who is forgotten next; called in AppConfig.ready."""
    if source not in _FORGETTING:
        _FORGETTING.append(source)


def before_forgetting(registrations: QuerySet[Registration]) -> None:
    """Let every app above keep that of these."""
    for source in _FORGETTING:
        source(registrations)


def near() -> QuerySet[Gathering]:
    """Return what begins within the days in which people are reminded."""
    now = timezone.now()
    ahead = Gathering.objects.filter(begins_at__gt=now, begins_at__lt=now + (WEEK_BEFORE.before + 1) * DAY)
    return ahead.filter(cancelled_at=None)


def to_remind(gathering: Gathering) -> tuple[Reminder | None, QuerySet[Registration]]:
    """Return which reminder it is time for, by the days of the site's clock, and who has not had it."""
    nobody = Registration.objects.none()
    if gathering.begins_at is None or not near().filter(pk=gathering.pk).exists():
        return None, nobody
    day = timezone.localtime(gathering.begins_at).date()
    ahead = (day - timezone.localdate()).days
    reminder = next((one for one in (DAY_BEFORE, WEEK_BEFORE) if one.until <= ahead <= one.before), None)
    if reminder is None:
        return None, nobody
    knew = timezone.make_aware(dt.datetime.combine(day - (reminder.before + reminder.fresh - 1) * DAY, dt.time()))
    if gathering.changed_at >= knew:
        return None, nobody
    come = gathering.registrations.filter(state=Registration.State.SEAT, since__lt=knew)
    had = Q(reminded_for=day, reminded_before__isnull=False, reminded_before__lte=reminder.before)
    return reminder, come.exclude(had).order_by("pk")


def due_at(gathering: Gathering) -> dt.datetime:
    """Return the moment at which its letters leave: the same for everybody (E29)."""
    return gathering.changed_at + REST


def has_news(gathering: Gathering) -> bool:
    """Say whether there is something to write: a moment, or the end of one that stands in calendars."""
    return is_known(gathering) or (gathering.is_dated and gathering.cancelled_at is None)


def is_known(gathering: Gathering) -> bool:
    """Say whether an earlier edition stands in calendars; then this one changes or ends what people have there."""
    return gathering.in_calendars_from is not None and gathering.in_calendars_from < gathering.edition


def places(gathering: Gathering) -> dict[str, int | None]:
    """Return how many have a place, can take one, and wait; and how many are free for newcomers (None: no limit).

    While somebody waits none is: what comes free is theirs first.
    """
    rows = gathering.registrations.order_by().values("state").annotate(count=Count("pk"), seats=Count("seat"))
    found = {row["state"]: row for row in rows}
    counts: dict[str, int | None] = {
        state.value: found.get(state, {"count": 0})["count"] for state in Registration.State
    }
    taken = sum(row["seats"] for row in rows)
    counts["free"] = None if gathering.capacity is None else max(gathering.capacity - taken, 0)
    if counts[Registration.State.WAITING]:
        counts["free"] = 0
    return counts


def is_full(gathering: Gathering) -> bool:
    """Say whether there is no place left, or only for who comes online."""
    return places(gathering)["free"] == 0


def waits(asked: Request) -> bool:
    """Say whether somebody who registers so comes on the waiting list now."""
    gathering = asked.gathering
    return is_full(gathering) and not (asked.online and gathering.way == Way.BOTH)


def asked(request: Request) -> dict[str, Any]:
    """Return what one reads before one says yes: how one comes, whether one waits, or why nobody can come any more."""
    shut = why_shut(request.gathering)
    return {"asked": request, "where": where_of(request), "waits": not shut and waits(request), "shut": shut}


def without_seat(gathering: Gathering) -> QuerySet[Registration]:
    """Return who waits, or lost a place online, by when they registered; who comes online beside a place needs none."""
    found = gathering.registrations.filter(seat=None).order_by("since", "pk")
    return found.filter(state=Registration.State.WAITING) if gathering.way == Way.BOTH else found


def is_moved_to_place(registration: Registration) -> bool:
    """Say whether somebody chose to come online to what is in the place alone now."""
    return registration.online and registration.gathering.way == Way.PLACE


def standing(registration: Registration) -> str:
    """Return what somebody has now, in words for a letter about a change."""
    gathering = registration.gathering
    if gathering.cancelled_at is not None:
        return ""
    if not gathering.is_dated:
        return _without_day(registration)
    words = [_standing(registration)]
    if is_moved_to_place(registration):
        words.append(_("You chose to come online, but it is only in the place itself now."))
        if registration.state == Registration.State.SEAT:
            words.append(_("Can you not come there? Then give your place back on your own page."))
    elif registration.state != Registration.State.SEAT and gathering.way == Way.BOTH:
        words.append(_("Online there is room for everybody: you can choose that on your own page."))
    return " ".join(words)


def _without_day(registration: Registration) -> str:
    """Return what stays somebody's while there is no day."""
    if registration.state == Registration.State.SEAT:
        return _("Your place stays yours. As soon as the day is known, you get a mail with it.")
    if registration.state == Registration.State.WAITING or registration.is_offer_over:
        return _("You stay on the waiting list. As soon as the day is known, you get a mail with it.")
    return _(
        "A place came free for you, and it is kept while there is no day. You can take it on your own page. "
        "As soon as the day is known, you get a mail that says until when you can still do so."
    )


def _standing(registration: Registration) -> str:
    if registration.state == Registration.State.WAITING:
        return _("You are on the waiting list. When a place comes free, you get a mail.")
    if registration.state == Registration.State.OFFERED:
        until = long_datetime(registration.offer_until)
        return _("A place came free for you. Take it on your own page, before %(until)s.") % {"until": until}
    return _("You have a place: online.") if registration.is_online else _("You have a place: in the place itself.")


def with_offers_over() -> QuerySet[Gathering]:
    """Return the gatherings of which an offered place was not taken in time."""
    return Gathering.objects.filter(pk__in=offers_over().values("gathering"))


def offers_over() -> QuerySet[Registration]:
    """Return the offers that nobody took in time; while there is no day, that time stands still."""
    passed = Q(gathering__begins_at__isnull=False, offer_until__lte=timezone.now())
    before = Q(gathering__begins_at=None, offer_until__lte=F("gathering__changed_at"))
    return Registration.objects.filter(passed | before, state=Registration.State.OFFERED)


def online_link(registration: Registration) -> str:
    """Return the link to the online meeting, for who has a place and nobody else."""
    gathering = registration.gathering
    has_place = registration.state == Registration.State.SEAT and gathering.cancelled_at is None
    return gathering.online_url if has_place and gathering.way != Way.PLACE else ""
