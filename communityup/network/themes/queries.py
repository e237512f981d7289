"""What do we show of themes: those that wait with how many members chose them, and those that went to a session."""

from typing import Any

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.gatherings.queries import when
from communityup.network.meetings.models import Session
from communityup.network.members.models import Delegate
from communityup.network.networks.models import Network
from communityup.network.themes import permissions
from communityup.network.themes.models import Choice, Theme

MOST_EARLIER = 50
PRESENT = Q(choices__member__left_at=None)


def counts(network: Network) -> dict[int, int]:
    """Return how many members chose each theme that waits; of members that left nothing counts."""
    waiting = Theme.objects.filter(network=network, session=None).order_by()
    return dict(waiting.annotate(count=Count("choices", filter=PRESENT)).values_list("pk", "count"))


def themes(network: Network, own: Delegate | None) -> dict[str, Any]:
    """Return the page of themes, the oldest first; five queries, for one or for many."""
    chosen_by = counts(network)
    most = max(chosen_by.values(), default=0)
    mine = set()
    if own is not None:
        mine = set(Choice.objects.filter(member=own.member_id, theme__session=None).values_list("theme", flat=True))
    waiting = Theme.objects.filter(network=network, session=None).select_related("why__current", "member")
    rows = [
        {
            "theme": theme,
            "kind": theme.get_kind_display(),
            "count": chosen_by[theme.pk],
            "mine": theme.pk in mine,
            "most": 0 < chosen_by[theme.pk] == most,
        }
        for theme in waiting.order_by("proposed_at", "pk")
    ]
    went = Theme.objects.filter(network=network, session__isnull=False).select_related("session__gathering")
    told = [(one, permissions.may_take_off(one)) for one in went.order_by("-proposed_at", "-pk")[:MOST_EARLIER]]
    return {"rows": rows, "went": told, "own_delegate": own}


def sessions_for(network: Network, theme: Theme | None = None) -> list[tuple[Session, str]]:
    """Return the sessions to which a theme can go, each with its moment; also where this one went already."""
    found = list(permissions.without_theme(network))
    if theme is not None and theme.session is not None:
        found.insert(0, theme.session)
    return [(session, f"{session} · {when(session.gathering)}") for session in found]


def theme_of(network: Network, public_id: str) -> Theme:
    """Return a theme of this network by its id; raises Http404."""
    found = Theme.objects.select_related("network__stream", "session__gathering")
    return get_object_or_404(found, network=network, public_id=public_id)


def beside(network: Network) -> dict[str, Any]:
    """Return the link to the themes beside the list of sessions."""
    return {"url": reverse("themes:list", args=[network.slug]), "label": _("Themes: propose and choose")}
