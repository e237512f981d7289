"""What can one do with a gathering: make it, set when and where, cancel it, and note what people heard of it.

These are parts of other actions: the caller asks who may, records its event and writes the letters.
"""

import datetime as dt
import enum
from dataclasses import dataclass
from itertools import count, filterfalse
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.base.ids import new_id
from communityup.gatherings import permissions, queries
from communityup.gatherings.models import Gathering, Registration, Request, Way
from communityup.people.models import Person, normalised
from communityup.texts.actions import clean_words

State = Registration.State


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When and where: with a beginning and an end, or roughly in words."""

    rough: str = ""
    begins_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    way: str = Way.PLACE
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Who:
    """Who wants to come."""

    email: str
    name: str
    language: str = "nl"
    online: bool = False


class Change(enum.Enum):
    """What setting a moment came down to."""

    NOTHING = "nothing"
    ROUGH = "rough"
    FIXED = "fixed"
    MOVED = "moved"
    POSTPONED = "postponed"


@transaction.atomic
def make_gathering(*, title: str, moment: Moment) -> Gathering:
    """Keep a new gathering and return it. A moment that is past may be written down: nobody gets a letter of it."""
    values = _values(moment)
    return Gathering.objects.create(
        title=_line(title), changed_at=timezone.now(), edition=0 if values["begins_at"] is None else 1, **values
    )


@transaction.atomic
def rename_gathering(gathering: Gathering, *, title: str) -> bool:
    """Give a gathering another title; return whether it is another. Calendars keep the moment, so nobody is told."""
    locked = _locked(gathering)
    before, locked.title = locked.title, _line(title)
    locked.save(update_fields=["title"])
    return before != locked.title


@transaction.atomic
def set_moment(gathering: Gathering, *, moment: Moment) -> tuple[Gathering, Change]:
    """Set when and where, and return what that came down to; people come as it is held now. The same is nothing."""
    locked, values = _locked(gathering), _values(moment)
    permissions.refuse_gone(locked)
    if all(getattr(locked, name) == value for name, value in values.items()):
        return locked, Change.NOTHING
    change, before = _change(locked.is_dated, is_dated=values["begins_at"] is not None), locked.way
    if change is Change.FIXED:
        _offer_anew(locked)
    if change is Change.MOVED:
        permissions.refuse_past(locked, **{name: values[name] for name in ("begins_at", "ends_at", "way")})
    for name, value in values.items():
        setattr(locked, name, value)
    if change is not Change.ROUGH:
        _raise_edition(locked)
    locked.save()
    if locked.way != before:
        _follow_way(locked)
    return locked, change


@transaction.atomic
def cancel_gathering(gathering: Gathering) -> bool:
    """Cancel a gathering; return False when it was cancelled before."""
    locked = _locked(gathering)
    if locked.cancelled_at is not None:
        return False
    permissions.refuse_gone(locked)
    locked.cancelled_at = timezone.now()
    _raise_edition(locked)
    locked.save()
    return True


@transaction.atomic
def note_told(gathering: Gathering, *, everybody: bool) -> None:
    """Note that letters of this edition went out: to some, or with `everybody` to all who should hear."""
    locked = _locked(gathering)
    if gathering.is_dated and gathering.cancelled_at is None:
        locked.in_calendars_from = locked.in_calendars_from or gathering.edition
        locked.in_calendars_begins_at, locked.in_calendars_ends_at = gathering.begins_at, gathering.ends_at
    if everybody:
        locked.told = max(locked.told, gathering.edition)
    locked.save(update_fields=["told", "in_calendars_from", "in_calendars_begins_at", "in_calendars_ends_at"])


@transaction.atomic
def ask_for_place(gathering: Gathering, *, who: Who) -> Request:
    """Keep that somebody filled in the form with this address, until its owner says yes."""
    values = {"name": _line(who.name), "language": who.language, "online": who.online, "asked_at": timezone.now()}
    found, _made = Request.objects.update_or_create(gathering=gathering, email=normalised(who.email), defaults=values)
    return found


@transaction.atomic
def register(
    gathering: Gathering, *, who: Who, person: Person | None = None, asked_as: str | None = None
) -> tuple[Registration, bool]:
    """Give somebody a place, or the last one in the waiting list; return it, and whether it is new.

    While somebody waits nobody takes a free seat before them. Many at once get one place each: under the lock of the
    gathering, and by a constraint of the database.
    """
    held, address = _locked(gathering), normalised(who.email)
    if found := held.registrations.filter(email=address).first():
        return found, False
    permissions.refuse_registering(held)
    online = held.way == Way.ONLINE or (who.online and held.way == Way.BOTH)
    registration = Registration(
        gathering=held, person=person, email=address, name=_line(who.name), language=who.language, online=online,
        asked_as=asked_as, since=timezone.now(), state=State.SEAT, public_id=asked_as or new_id(),
    )  # fmt: skip
    if _counts(registration):
        registration.seat = _seat_for_newcomer(held)
        registration.state = State.WAITING if registration.seat is None else State.SEAT
    registration.save()
    Request.objects.filter(gathering=held, email=address).delete()
    return registration, True


@transaction.atomic
def take_offer(registration: Registration) -> bool:
    """Take the place that came free; return False when one has it already. Refuses an offer that is over."""
    held = _locked(registration.gathering)
    found = held.registrations.filter(pk=registration.pk).first()
    if found is None:
        raise Refused(_("This place is not yours any more. You can register again."))
    if found.state == State.SEAT:
        return False
    permissions.refuse_taking(found)
    found.state, found.offer_until = State.SEAT, None
    found.save(update_fields=["state", "offer_until"])
    return True


@transaction.atomic
def switch(registration: Registration, *, online: bool) -> bool:
    """Let somebody come online instead of to the place, or the other way round; return False when they did so already.

    Online there is room for everybody, and what they held in the place is free. In the place they take a free seat, or
    the last one in the waiting list: under the lock of the gathering, so that there are never more than there are.
    """
    held = _locked(registration.gathering)
    found = held.registrations.filter(pk=registration.pk).first()
    if found is None or found.online == online:
        return False
    permissions.refuse_switching(held, found)
    found.online, found.offer_until = online, None
    found.seat = None if online else found.seat or _seat_for_newcomer(held)
    found.state = State.SEAT if online or found.seat is not None else State.WAITING
    if found.state == State.WAITING:
        found.since = timezone.now()
    found.save(update_fields=["online", "offer_until", "seat", "state", "since"])
    return True


@transaction.atomic
def withdraw(registration: Registration, *, undo: bool = False) -> bool:
    """Give a place back and forget the address; return False when that was done before.

    With `undo` it waits for a yes again for some days, as a form does, under the id of the place.
    """
    held = _locked(registration.gathering)
    found = held.registrations.filter(pk=registration.pk).first()
    if found is None:
        return False
    found.delete()
    if undo:
        asked = {name: getattr(found, name) for name in ("public_id", "name", "language", "online")}
        values = {**asked, "asked_at": timezone.now()}
        Request.objects.update_or_create(gathering=held, email=found.email, defaults=values)
    return True


@transaction.atomic
def move_on(gathering: Gathering) -> list[Registration]:
    """Offer every free place to who waits, the first one first; return whom. Once it began nobody is offered any.

    Who had a place online that is no more takes a free seat in their turn, and else waits, by when they registered.
    """
    held, offered = _locked(gathering), list[Registration]()
    if not permissions.gives_places(held):
        return []
    for one in queries.without_seat(held):
        one.seat = _free_seat(held)
        if one.seat is None:
            break
        if one.state == State.WAITING:
            until = timezone.now() + dt.timedelta(hours=held.offer_hours)
            one.state, one.offer_until = State.OFFERED, min(until, held.begins_at or until)
            offered.append(one)
        one.save(update_fields=["seat", "state", "offer_until"])
    queries.without_seat(held).update(state=State.WAITING, came_at=None)
    return offered


@transaction.atomic
def end_offers(gathering: Gathering) -> list[Registration]:
    """End the offers that nobody took in time, and return whose they were; their addresses are forgotten."""
    held = _locked(gathering)
    over = list(queries.offers_over().filter(gathering=held))
    held.registrations.filter(pk__in=[one.pk for one in over]).delete()
    return over


@transaction.atomic
def set_places(gathering: Gathering, *, capacity: int | None, offer_hours: int, online_url: str) -> bool:
    """Set how many can come, how long an offer waits, and the link for who has a place; return whether it changed."""
    held = _locked(gathering)
    permissions.refuse_gone(held)
    if (held.capacity, held.offer_hours, held.online_url) == (capacity, offer_hours, online_url):
        return False
    taken = list(held.registrations.filter(seat__isnull=False).order_by("seat"))
    if capacity is not None and capacity != held.capacity and len(taken) > capacity:
        raise Refused(
            _("%(count)d people have a place. You cannot give fewer places than that.") % {"count": len(taken)}
        )
    for number, registration in enumerate(taken, 1):
        Registration.objects.filter(pk=registration.pk).update(seat=number)
    held.capacity, held.offer_hours, held.online_url = capacity, offer_hours, online_url
    held.save(update_fields=["capacity", "offer_hours", "online_url"])
    return True


@transaction.atomic
def note_presence(registration: Registration, *, came: bool) -> bool:
    """Note that somebody came, or that this was a mistake; return whether that is new.

    Who stands at the door while a place was offered to them, or while they wait and it began with a seat free, has it.
    """
    held = _locked(registration.gathering)
    found = held.registrations.filter(pk=registration.pk).first()
    if found is None or (found.state != State.SEAT and not came):
        raise Refused(_("Only who has a place can be ticked off."))
    if (found.came_at is not None) == came:
        return False
    if came:
        permissions.refuse_early(held)
    if found.state != State.SEAT:
        permissions.refuse_before_others(held, found)
        found.seat, found.state, found.offer_until = found.seat or _free_seat(held), State.SEAT, None
        if found.seat is None:
            raise Refused(_("Every place is taken, so nobody who waits can have one."))
    found.came_at = timezone.now() if came else None
    found.save(update_fields=["came_at", "seat", "state", "offer_until"])
    return True


@transaction.atomic
def remind(gathering: Gathering, *, most: int) -> tuple[Gathering, list[Registration]]:
    """Note who is reminded now, so many at once, and return the gathering as it is and them; the caller tells them.

    Under the lock of the gathering, so that nobody is told twice, and nobody who gives their place back meanwhile.
    """
    held = _locked(gathering)
    reminder, waiting = queries.to_remind(held)
    if reminder is None or held.begins_at is None:
        return held, []
    found, day = list(waiting[:most]), timezone.localtime(held.begins_at).date()
    noted = held.registrations.filter(pk__in=[one.pk for one in found])
    noted.update(reminded_for=day, reminded_before=reminder.before)
    return held, found


def forget_requests(*, before: dt.datetime) -> int:
    """Delete the forms to which nobody said yes since then; return how many."""
    return Request.objects.filter(asked_at__lt=before).delete()[0]


@transaction.atomic
def forget_registrations(*, before: dt.datetime) -> int:
    """Delete who came to what ended before then, and who waited; return how many."""
    over = Registration.objects.filter(gathering__ends_at__lt=before)
    queries.before_forgetting(over)
    return over.delete()[0]


def _counts(registration: Registration) -> bool:
    """Say whether somebody takes one of the places: all do, but who comes online to what is also in a place."""
    return not (registration.online and registration.gathering.way == Way.BOTH)


def _follow_way(gathering: Gathering) -> None:
    """Let everybody come as it is held now. Nobody loses a place online, and what they chose themselves stays.

    Online alone everybody has a place, also who waited for the room. Beside a place who comes online takes no seat. In
    the place alone no seat lies beyond its capacity; who has none there takes a free one when they move on, or waits.
    """
    come, beyond = gathering.registrations, gathering.registrations.none()
    if gathering.capacity is not None:
        beyond = come.filter(state=State.SEAT, seat__gt=gathering.capacity)
    if gathering.way == Way.BOTH:
        beyond.update(online=True)
        come.filter(online=True).update(state=State.SEAT, seat=None, offer_until=None)
    elif gathering.way == Way.PLACE:
        beyond.update(seat=None)
    else:
        numbers = filterfalse(_taken(gathering).__contains__, count(1))
        for one in come.exclude(state=State.SEAT, seat__isnull=False):
            one.seat, one.state, one.offer_until = one.seat or next(numbers), State.SEAT, None
            one.save(update_fields=["seat", "state", "offer_until"])


def _offer_anew(gathering: Gathering) -> None:
    """Let who was offered a place before it was put off wait as the first, so that they get it anew with the day."""
    over = queries.offers_over().filter(gathering=gathering).values("pk")
    kept = gathering.registrations.filter(state=State.OFFERED).exclude(pk__in=list(over.values_list("pk", flat=True)))
    kept.update(state=State.WAITING, seat=None, offer_until=None)


def _taken(gathering: Gathering) -> set[int | None]:
    return set(gathering.registrations.filter(seat__isnull=False).values_list("seat", flat=True))


def _free_seat(gathering: Gathering) -> int | None:
    """Return the lowest free seat; None when as many are taken or offered as can come."""
    taken = _taken(gathering)
    if gathering.capacity is not None and len(taken) >= gathering.capacity:
        return None
    return next(filterfalse(taken.__contains__, count(1)))


def _seat_for_newcomer(gathering: Gathering) -> int | None:
    """Return the lowest free seat; None while somebody waits, because it is theirs first."""
    return None if gathering.registrations.filter(state=State.WAITING).exists() else _free_seat(gathering)


def _change(was_dated: bool, *, is_dated: bool) -> Change:  # noqa: FBT001 - before and after, read together
    if not is_dated:
        return Change.POSTPONED if was_dated else Change.ROUGH
    return Change.MOVED if was_dated else Change.FIXED


def _raise_edition(gathering: Gathering) -> None:
    gathering.edition += 1
    gathering.changed_at = max(timezone.now(), gathering.changed_at)


def _values(moment: Moment) -> dict[str, Any]:
    """Return the fields of a moment, as we keep them; refuses one that is neither rough nor exact."""
    if moment.begins_at is None or moment.ends_at is None:
        return {
            "rough": _line(moment.rough), "begins_at": None, "ends_at": None,
            "way": Way(moment.way), "where": _line(moment.where, empty=True),
        }  # fmt: skip
    permissions.refuse_length(moment.begins_at, moment.ends_at)
    return {
        "rough": "", "begins_at": moment.begins_at, "ends_at": moment.ends_at,
        "way": Way(moment.way), "where": _line(moment.where, empty=True),
    }  # fmt: skip


def _line(words: str, *, empty: bool = False) -> str:
    """Return words on one line; refuses unreadable signs, and nothing at all unless that is fine."""
    return "" if empty and not words.strip() else " ".join(clean_words(words).split())


def _locked(gathering: Gathering) -> Gathering:
    return Gathering.objects.select_for_update().get(pk=gathering.pk)
