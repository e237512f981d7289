"""When a message may go to who registered for a session; a coordinator of the network sends it."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.network.circulars.models import Message
from communityup.network.meetings.models import Session

# Practical messages, not a second newsletter.
MESSAGES_A_DAY = 2
# Afterwards too, for a while: thanks, and where one finds what was shown.
AFTERWARDS = dt.timedelta(days=30)


def is_too_late(session: Session) -> bool:
    """Say whether a session was long ago: who registered did so for that, and not for ever."""
    ends_at = session.gathering.ends_at
    return ends_at is not None and ends_at < timezone.now() - AFTERWARDS


def refuse_too_late(session: Session) -> None:
    """Raise Refused for a session that was long ago."""
    if is_too_late(session):
        raise Refused(_("This session was more than a month ago. Who registered gets no more mail about it."))


def is_enough(sent: Iterable[Message]) -> bool:
    """Say whether who registered for a session got enough messages of these today."""
    since = timezone.now() - dt.timedelta(days=1)
    return sum(one.sent_at > since for one in sent) >= MESSAGES_A_DAY


def refuse_more_today(session: Session) -> None:
    """Raise Refused when who registered got enough messages today."""
    if is_enough(session.circulars.all()):
        raise Refused(_("Two messages a day is enough. Try again tomorrow."))


def refuse_nobody(count: int) -> None:
    """Raise Refused for a message to nobody."""
    if not count:
        raise Refused(_("Nobody registered yet, so nobody would get this."), at="to")
