"""Which theme goes to which session: the one that most members chose, to the next one without a chosen theme."""

from collections.abc import Mapping

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.themes.models import Theme


def refuse_attached(theme: Theme) -> None:
    """Raise Refused for choosing a theme that went to a session already."""
    if theme.session_id is not None:
        raise Refused(_("This theme went to a session already."))


def refuse_less_chosen(theme: Theme, counts: Mapping[int, int]) -> int:
    """Return how many members chose this theme; raises Refused when another was chosen by more."""
    count = counts.get(theme.pk, 0)
    if count == 0 or count < max(counts.values()):
        raise Refused(_("Another theme was chosen by more members. Members choose the theme, not the coordinator."))
    return count


def next_session(network: Network) -> Session:
    """Return the next open session without a chosen theme; raises Refused when none is planned."""
    ahead = Q(gathering__ends_at=None) | Q(gathering__ends_at__gt=timezone.now())
    found = network.sessions.filter(ahead, gathering__cancelled_at=None, chosen_theme=None, is_closed=False)
    session = found.order_by(F("gathering__begins_at").asc(nulls_last=True), "pk").first()
    if session is None:
        raise Refused(_("No session is planned yet that still needs a theme. Plan one first."))
    return session
