"""What we hand out of a gathering: its moment for a calendar, with a stable UID and its sequence."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from communityup.gatherings.models import Gathering
from communityup.post.exports import Entry, at_a_time, several

FILE_NAME = "bijeenkomst.ics"
MEDIA_TYPE = "text/calendar; charset=utf-8"


def calendar(gathering: Gathering, *, link: str, description: str) -> bytes:
    """Return the calendar file as it is now, in the active language; a later one replaces or ends it.

    Only for what has a moment, or had one: while there is only a rough date there is nothing to put in a calendar.
    """
    begins_at, ends_at = _moment(gathering)
    return at_a_time(
        begins_at,
        ends_at,
        uid=_uid(gathering),
        sequence=_sequence(gathering),
        stamp=gathering.changed_at,
        summary=gathering.title,
        description=f"{description}\n\n{link}",
        where=gathering.where,
        url=link,
        cancelled=leaves_calendars(gathering),
        product="gatherings",
    )


def entry(gathering: Gathering, *, link: str, title: str = "", where: str = "") -> Entry:
    """Return the same for a calendar to which somebody subscribes, without a word more than its title and the place."""
    begins_at, ends_at = _moment(gathering)
    return Entry(
        uid=_uid(gathering),
        sequence=_sequence(gathering),
        stamp=gathering.changed_at,
        summary=title or gathering.title,
        url=link,
        begins=begins_at,
        ends=ends_at,
        where=where,
        cancelled=leaves_calendars(gathering),
    )


def _moment(gathering: Gathering) -> tuple[dt.datetime, dt.datetime]:
    """Return the moment it has, or had when it was told; raises ValueError for what never had one."""
    begins_at = gathering.begins_at or gathering.in_calendars_begins_at
    ends_at = gathering.ends_at or gathering.in_calendars_ends_at
    if begins_at is None or ends_at is None:
        raise ValueError("a rough date has no calendar file")
    return begins_at, ends_at


def _uid(gathering: Gathering) -> str:
    return f"{gathering.public_id}@gatherings.community-up"


def _sequence(gathering: Gathering) -> int:
    return max(gathering.edition - 1, 0)


def files(told: Iterable[tuple[Gathering, str, str]]) -> list[tuple[str, bytes, str]]:
    """Return the files of a letter about several: one with what stands in calendars, one with what leaves them.

    Each is told with its link and its description.
    """
    kept = [(leaves_calendars(one), _described(one, link, words)) for one, link, words in told]
    found = []
    for gone, method in ((False, "PUBLISH"), (True, "CANCEL")):
        entries = [one for is_gone, one in kept if is_gone == gone]
        if entries:
            file = several(entries, method=method, product="gatherings")
            found.append((FILE_NAME, file, f"{MEDIA_TYPE}; method={method}"))
    return found


def _described(gathering: Gathering, link: str, words: str) -> Entry:
    return replace(entry(gathering, link=link, where=gathering.where), description=f"{words}\n\n{link}")


def leaves_calendars(gathering: Gathering) -> bool:
    """Say whether the file takes it out of calendars: it was cancelled, or has no date any more."""
    return gathering.cancelled_at is not None or not gathering.is_dated


def mail_type(gathering: Gathering) -> str:
    """Return the media type with which the file goes along with a letter."""
    return f"{MEDIA_TYPE}; method={'CANCEL' if leaves_calendars(gathering) else 'PUBLISH'}"
