"""Messages for tests: a clock that one can set, and letters as they would leave."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock
from zoneinfo import ZoneInfo

from django.utils import timezone

from communityup.notices import actions
from communityup.notices.models import Notice
from communityup.people.models import Person
from communityup.post.models import Mail

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TUESDAY = dt.datetime(2026, 11, 24, 14, 0, tzinfo=AMSTERDAM)
WEDNESDAY_MORNING = dt.datetime(2026, 11, 25, 8, 0, tzinfo=AMSTERDAM)


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Let it be this moment."""
    with mock.patch.object(timezone, "now", return_value=moment.astimezone(dt.UTC)):
        yield


def told(act: Callable[[], object] = lambda: None, *, moment: dt.datetime = TUESDAY) -> int:
    """Let something happen and be told at a moment; return how many lines were told."""
    with at(moment):
        act()
        return actions.tell()


def letters(moment: dt.datetime = WEDNESDAY_MORNING) -> list[Mail]:
    """Write the letters that are due at a moment and return them, by address."""
    with at(moment):
        actions.write_letters()
    return list(Mail.objects.filter(key__startswith="notices:").order_by("to", "pk"))


def own(person: Person) -> list[str]:
    """Return the types of what somebody hears, the oldest first."""
    return list(Notice.objects.filter(person=person).order_by("line_id").values_list("line__type", flat=True))
