"""Who hears about sessions that come back: one letter about all that changed, however many they are (A52).

Each address gets every edition of every session once. The key of a letter says which editions stand in it, so telling
that died half-way goes on with who has no letter yet, also when something changed in between.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.gatherings import exports
from communityup.gatherings import queries as gathered
from communityup.gatherings.models import Gathering, Registration
from communityup.network.meetings import notices as meetings
from communityup.network.meetings.models import Series, Session
from communityup.network.newsletter.models import Topic
from communityup.network.newsletter.permissions import address_hash
from communityup.network.newsletter.queries import readers
from communityup.network.series import events
from communityup.notices.queries import Happening, register_hearers
from communityup.post.actions import send
from communityup.post.models import Mail
from communityup.post.queries import around

_EDITION = re.compile(r"(\d+)e(\d+)\.")
# So much of the hash of an address; the rest of the key is for the editions of as many sessions as a series can have.
_HASH_LENGTH = 24


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter to one address: about which sessions, and at which of these it has a place."""

    reader: meetings.Reader
    sessions: Sequence[Session]
    own: Mapping[int, Registration]


def register() -> None:
    """Say who hears about what happens to series; called in AppConfig.ready."""
    for event in (events.SeriesPlanned, events.LaterSessionsMoved, events.LaterSessionsCancelled):
        register_hearers(event, hearers=meetings.members_without_letter, url=_page)


def letters(series: Series, due: Sequence[Session]) -> list[Letter]:
    """Return the letters that are still to be written about these sessions: one for an address, with what is new to it.

    Who asked to hear of sessions reads about all of them, who is registered about those. Who registered since a change
    has the day with their place.
    """
    informed = {one.email: meetings.subscribed(one) for one in readers(series.network, Topic.SESSIONS)}
    registered, heard, told = defaultdict[str, dict[int, Registration]](dict), set[tuple[str, int]](), _told(series)
    for session in due:
        for one in session.gathering.registrations.all():
            if one.since < session.gathering.changed_at:
                registered[one.email][session.pk] = one
            else:
                heard.add((one.email, session.pk))
    found = []
    for email in sorted(informed.keys() | registered.keys()):
        own, known = registered.get(email, {}), told[_hashed(email)]
        new = [one for one in due if (email, one.pk) not in heard and _edition(one) not in known]
        about = [one for one in new if email in informed or one.pk in own]
        if about:
            reader = informed.get(email) or meetings.registered_reader(about[0], own[about[0].pk])
            found.append(Letter(reader=reader, sessions=about, own=own))
    return found


def tell(series: Series, letter: Letter) -> None:
    """Write one letter about sessions as they are now, with the files that put them in a calendar or take them out."""
    reader, sessions = letter.reader, letter.sessions
    with override(reader.language):
        words = {
            **around(_subject(sessions)),
            **reader.links,
            "network": series.network,
            "rows": [_row(one, letter.own.get(one.pk)) for one in sessions],
            "opening": _opening(sessions),
        }
        send(
            to=reader.email,
            subject=words["subject"],
            text=render_to_string("series/mail/told.txt", words).strip() + "\n",
            html=render_to_string("series/mail/told.html", words),
            key=_key(series, reader.email, sessions),
            attachments=exports.files(
                [(one.gathering, meetings.address(one), meetings.description(one)) for one in sessions]
            ),
            headers=reader.headers,
            due_at=max(gathered.due_at(one.gathering) for one in sessions),
        )


def _row(session: Session, own: Registration | None) -> dict[str, object]:
    gone = session.gathering.cancelled_at is not None
    return {
        "title": meetings.subject(session.gathering),
        "when": gathered.when(session.gathering),
        "where": gathered.where(session.gathering),
        "reason": session.reason,
        "standing": "" if own is None else gathered.standing(own),
        "link": meetings.address(session) if own is None or gone else meetings.place_url(session, own),
        "is_own": own is not None and not gone,
    }


def _subject(sessions: Sequence[Session]) -> str:
    if len(sessions) == 1:
        return meetings.subject(sessions[0].gathering)
    words = {"title": sessions[0].gathering.title, "count": len(sessions)}
    if all(_is_gone(one.gathering) for one in sessions):
        return _("Cancelled: %(title)s, %(count)d sessions") % words
    if any(_is_gone(one.gathering) or gathered.is_known(one.gathering) for one in sessions):
        return _("Changed: %(title)s, %(count)d sessions") % words
    return _("Dates known: %(title)s, %(count)d sessions") % words


def _opening(sessions: Sequence[Session]) -> str:
    if len(sessions) == 1:
        return meetings.opening(sessions[0].gathering)
    if any(_is_gone(one.gathering) or gathered.is_known(one.gathering) for one in sessions):
        return _("Something changed about these sessions. With the file in this mail your calendar follows.")
    return _("The dates of these sessions are known. Put them in your calendar with the file in this mail.")


def _is_gone(gathering: Gathering) -> bool:
    return exports.leaves_calendars(gathering)


def _told(series: Series) -> defaultdict[str, set[tuple[int, int]]]:
    """Return which editions stand in letters, by the hash of the address they went to."""
    found = defaultdict[str, set[tuple[int, int]]](set)
    for key in Mail.objects.filter(key__startswith=_prefix(series)).values_list("key", flat=True):
        reader, _colon, editions = key.removeprefix(_prefix(series)).partition(":")
        found[reader] |= {(int(place), int(edition)) for place, edition in _EDITION.findall(editions)}
    return found


def _key(series: Series, email: str, sessions: Sequence[Session]) -> str:
    editions = "".join(f"{place}e{edition}." for place, edition in map(_edition, sessions))
    return f"{_prefix(series)}{_hashed(email)}:{editions}"


def _prefix(series: Series) -> str:
    return f"series:{series.public_id}:"


def _edition(session: Session) -> tuple[int, int]:
    return session.place or 0, session.gathering.edition


def _hashed(email: str) -> str:
    return address_hash(email)[:_HASH_LENGTH]


def _page(slug: str, happening: Happening) -> str:
    return reverse("series:page", args=[slug, happening.object])
