"""What can one do with a gathering: make it, set when and where, cancel it, and note what people heard of it.

These are parts of other actions: the caller asks who may, records its event and writes the letters.
"""

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from communityup.gatherings import permissions
from communityup.gatherings.models import Gathering, Way
from communityup.texts.actions import clean_words


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When and where: with a beginning and an end, or roughly in words."""

    rough: str = ""
    begins_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    way: str = Way.PLACE
    where: str = ""


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
    """Set when and where, and return what that came down to. The same again changes nothing."""
    locked, values = _locked(gathering), _values(moment)
    if all(getattr(locked, name) == value for name, value in values.items()):
        return locked, Change.NOTHING
    permissions.refuse_gone(locked)
    change = _change(locked.is_dated, is_dated=values["begins_at"] is not None)
    if change is Change.MOVED:
        permissions.refuse_past(values["begins_at"])
    for name, value in values.items():
        setattr(locked, name, value)
    if change is not Change.ROUGH:
        _raise_edition(locked)
    locked.save()
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
