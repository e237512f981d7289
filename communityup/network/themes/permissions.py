"""Which theme goes to which session: the one that most members chose, to a coming one that has no theme yet."""

from collections.abc import Mapping

from django.db.models import F, Q, QuerySet
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


def without_theme(network: Network) -> QuerySet[Session]:
    """Return the coming open sessions that have no theme, given or written, the next one first."""
    ahead = Q(gathering__ends_at=None) | Q(gathering__ends_at__gt=timezone.now())
    found = network.sessions.filter(ahead, theme="", chosen_theme=None, gathering__cancelled_at=None, is_closed=False)
    return found.select_related("gathering").order_by(F("gathering__begins_at").asc(nulls_last=True), "pk")


def refuse_taken(network: Network, session: Session) -> None:
    """Raise Refused for a session that has a theme already or does not come: what somebody wrote stays."""
    if not without_theme(network).filter(pk=session.pk).exists():
        raise Refused(_("This session has a theme already, or it does not come any more. Choose another session."))


def may_take_off(theme: Theme) -> bool:
    """Say whether a theme went to a session that is ahead, so that it can still be taken off."""
    return theme.session is not None and (
        theme.session.gathering.ends_at is None or theme.session.gathering.ends_at > timezone.now()
    )


def refuse_to_take_off(theme: Theme) -> None:
    """Raise Refused for a theme whose session is over, and for one that waits again under the same words."""
    if not may_take_off(theme):
        raise Refused(_("This session is over. Its theme stays with it."))
    if Theme.objects.filter(network=theme.network_id, title=theme.title, session=None).exists():
        raise Refused(_("Members proposed the same theme again, and it waits already. So this one stays."))
