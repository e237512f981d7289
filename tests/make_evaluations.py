"""Looking back on sessions, through the real actions."""

import datetime as dt
from typing import Any

from django.utils import timezone

from communityup.gatherings.models import Gathering, Registration
from communityup.network.evaluations import actions, permissions
from communityup.network.meetings.models import Session
from tests.make_meetings import DAY, HOUR
from tests.make_registrations import HERE, comes, with_places
from tests.worlds import built_once

NAMES = ("Amina", "Bram", "Chris", "Eva", "Femke")
# What five people answer to the three questions: nobody can be told apart, and no question is answered alike by all.
FIVE = ((3, 3, 3), (3, 2, 2), (2, 2, 3), (0, 1, 3), (3, 3, 1))


@built_once
def was(*names: str) -> tuple[Any, ...]:
    """Return a network, who coordinates it, a session that ended an hour ago, and the places of these people."""
    made, dilek, session = with_places(None)
    places = [comes(session, name) for name in names]
    return made, dilek, ended(session), *places


def ended(session: Session, ago: dt.timedelta = HOUR) -> Session:
    """Let a session that was planned a month before have ended so long ago (two hours long)."""
    ends_at = timezone.now() - ago
    Gathering.objects.filter(pk=session.gathering_id).update(begins_at=ends_at - 2 * HOUR, ends_at=ends_at)
    Session.objects.filter(pk=session.pk).update(planned_at=ends_at - 30 * DAY)
    session.gathering.refresh_from_db()
    session.refresh_from_db(fields=["planned_at"])
    return session


def answers(session: Session, place: Registration, *values: int | None, words: str = "") -> None:
    """Let somebody answer the three questions."""
    worth, got, equal = values or (3, 3, 3)
    actions.answer(session, place, worth=worth, got=got, equal=equal, words=words)


def all_answer(session: Session, places: list[Registration], *, words: str = "") -> None:
    """Let five people answer, each with these words and their number."""
    for number, (place, values) in enumerate(zip(places, FIVE, strict=True)):
        answers(session, place, *values, words=f"{words} {number}" if words else "")


def closed(session: Session) -> Session:
    """Let two weeks pass, and the clock close it."""
    ended(session, 14 * DAY + HOUR)
    assert actions.close_due() == 1
    return session


def asked_at(place: Registration, more: str = "") -> str:
    """Return where somebody answers."""
    return f"{HERE}terugblik/{permissions.answer_token(place)}/{more}"
