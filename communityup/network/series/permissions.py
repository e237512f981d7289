"""What may not be done with sessions that come back, whoever asks. Who coordinates the network plans."""

import datetime as dt
from collections.abc import Sequence

from django.http import Http404
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.network.meetings.models import MOST_IN_SERIES, Series, Session

# From the first day until the last one; a series that is longer is planned again by then.
LONGEST = dt.timedelta(days=3 * 366)


def refuse_alone(days: Sequence[dt.date]) -> None:
    """Raise Refused for a series of one, or of more than anybody oversees."""
    if not 1 < len(days) <= MOST_IN_SERIES:
        raise Refused(
            _("A series has two sessions or more, and %(most)d at most. Plan a single one by itself.")
            % {"most": MOST_IN_SERIES}
        )


def series_of(session: Session) -> Series:
    """Return the series of a session; raises Http404 for one that stands alone."""
    if session.series is None:
        raise Http404
    return session.series


def refuse_past(session: Session, later: Sequence[Session]) -> None:
    """Raise Refused for what was already or does not go on: nothing begins there any more.

    What has no day is not moved by so many days: it gets one first.
    """
    gathering = session.gathering
    if gathering.cancelled_at is None and not gathering.is_dated and session not in later:
        raise Refused(_("This session has no day yet. Give it one first, or choose one that has."))
    if not later or later[0].pk != session.pk:
        raise Refused(_("This session was already, or does not go on. Choose a later one of this series."))
