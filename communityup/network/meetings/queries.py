"""What do we show of sessions: those that come, those that were, and the page of one."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from communityup.gatherings import queries as gathered
from communityup.gatherings.permissions import is_over
from communityup.network.meetings.models import Address, Session
from communityup.network.networks.models import Network
from communityup.network.networks.queries import Fact, Tab

ON_A_PAGE = 50
KINDS: dict[str, Any] = dict(Session.Kind.choices)
TAB = Tab(key="meetings", label=pgettext_lazy("of a network", "Sessions"), url_name="meetings:list", order=22)
ROW = (
    "slug", "number", "theme", "gathering__title", "gathering__rough", "gathering__begins_at", "gathering__ends_at",
    "gathering__cancelled_at",
)  # fmt: skip


def _ahead() -> Q:
    """Return what lies ahead: roughly or exactly, and not cancelled."""
    later = Q(gathering__ends_at=None) | Q(gathering__ends_at__gt=timezone.now())
    return later & Q(gathering__cancelled_at=None)


def _coming(network: Network) -> QuerySet[Session]:
    """Return what comes, the first one first; what has no date yet comes last."""
    return network.sessions.filter(_ahead()).order_by(F("gathering__begins_at").asc(nulls_last=True), "pk")


def sessions(network: Network, page: str) -> dict[str, Any]:
    """Return what comes, and one page of what was or was cancelled, the newest first; three queries."""
    past = network.sessions.exclude(pk__in=network.sessions.filter(_ahead()).values("pk"))
    ordered = past.order_by(F("gathering__begins_at").desc(nulls_last=True), "-pk").values(*ROW)
    chosen = Paginator(ordered, ON_A_PAGE).get_page(page)
    return {
        "coming": _rows(network, _coming(network)[:ON_A_PAGE].values(*ROW)),
        "page": Page(_rows(network, chosen), chosen.number, chosen.paginator),
    }


def _rows(network: Network, rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            "url": reverse("meetings:session", args=[network.slug, row["slug"]]),
            "title": " ".join(part for part in (row["number"], row["gathering__title"]) if part),
            "note": " · ".join(part for part in (_when(row), row["theme"]) if part),
        }
        for row in rows
    ]


def _when(row: dict[str, Any]) -> str:
    when = gathered.when_of(row["gathering__rough"], row["gathering__begins_at"], row["gathering__ends_at"])
    return " · ".join((pgettext("of a session", "cancelled"), when)) if row["gathering__cancelled_at"] else when


def facts(network: Network) -> list[Fact]:
    """Tell on the page of a network and on its factsheet when its next session is."""
    row = _coming(network).values(*ROW).first()
    if row is None:
        return []
    [one] = _rows(network, [row])
    return [Fact(label=_("Next session"), value=f"{one['title']} · {_when({**row})}", url=one["url"])]


def session_of(network: Network, name: str) -> Session:
    """Return a session of this network by its id, or any address it ever had; raises Http404."""
    words = ("purpose__current", "reason__current", "outcomes__current", "next_step__current")
    found = Session.objects.filter(network=network).select_related("network__stream", "gathering", *words)
    led = Address.objects.filter(network=network, slug=name).values("session")
    session = found.filter(Q(public_id=name) | Q(pk__in=led)).first()
    if session is None:
        raise Http404
    return session


def page_of(session: Session) -> dict[str, Any]:
    """Return what stands on the page of a session: when, where, what for, and what came of it with the one after."""
    gathering = session.gathering
    over = is_over(gathering)
    return {
        "session": session,
        "gathering": gathering,
        "kind": KINDS[session.kind] if session.kind != Session.Kind.OPEN else "",
        "when": gathered.when(gathering),
        "where": gathered.where(gathering),
        "way": gathering.get_way_display(),
        "over": over,
        "cancelled": gathering.cancelled_at is not None,
        "next": _after(session) if over else None,
        "file": gathering.is_dated and not over and gathering.cancelled_at is None,
    }


def _after(session: Session) -> dict[str, Any] | None:
    """Return the session after this one as a row: the first that began later, or else one without a date."""
    others = session.network.sessions.filter(gathering__cancelled_at=None).exclude(pk=session.pk)
    later = others.filter(Q(gathering__begins_at=None) | Q(gathering__begins_at__gt=session.gathering.begins_at))
    row = later.order_by(F("gathering__begins_at").asc(nulls_last=True), "pk").values(*ROW).first()
    return None if row is None else _rows(session.network, [row])[0]


def about(session: Session) -> dict[str, Any]:
    """Return with what the form about the words of a session begins."""
    return {
        "title": session.gathering.title,
        "purpose": str(session.purpose),
        "theme": session.theme,
        "kind": session.kind,
    }
