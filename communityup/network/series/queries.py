"""What do we show of sessions that come back: the days before they are planned, the series, and the ways to it."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.gatherings import queries as gathered
from communityup.methods import recurring
from communityup.network.meetings.models import Series, Session
from communityup.network.meetings.queries import rows_of
from communityup.network.networks.models import Network


def days_of(first: dt.date, *, rule: str, every: int, until: dt.date, most: int) -> list[dt.date]:
    """Return the days of a series; raises ValueError when the first one does not fit."""
    found = recurring.days(first.toordinal(), rule=rule, every=every, until=until.toordinal(), most=most)
    return [dt.date.fromordinal(day) for day in found]


def series_of(network: Network, public_id: str) -> Series:
    """Return a series of this network; raises Http404."""
    return get_object_or_404(Series.objects.select_related("network"), network=network, public_id=public_id)


def page(series: Series) -> dict[str, Any]:
    """Return the sessions of a series, in their order; two queries, for few or for many."""
    found = series.sessions.order_by("place")
    left = list(still_to_come(found).values_list("public_id", "gathering__begins_at"))
    dated = [public_id for public_id, begins_at in left if begins_at is not None]
    return {
        "series": series,
        "rows": rows_of(series.network, found),
        "left": len(left),
        "undated": len(left) - len(dated),
        "next": left[0][0] if left else "",
        "next_dated": dated[0] if dated else "",
    }


def still_to_come(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Return which of these lie ahead and go on: with a moment, or put off until a day that is not known yet."""
    ahead = Q(gathering__begins_at=None) | Q(gathering__begins_at__gt=timezone.now())
    return sessions.filter(ahead, gathering__cancelled_at=None)


def later_than(session: Session) -> QuerySet[Session]:
    """Return this session and the later ones of its series that can still be cancelled, in their order."""
    later = Session.objects.filter(series=session.series_id, place__gte=session.place or 0)
    return still_to_come(later).select_related("gathering", "network__stream").order_by("place")


def movable(session: Session) -> QuerySet[Session]:
    """Return those of them that can be moved by so many days: they have a day."""
    return later_than(session).filter(gathering__begins_at__isnull=False)


def around(session: Session, *, own: bool, inside: bool) -> list[dict[str, Any]]:
    """Return the ways from a session to its series, and for who coordinates to change it with the later ones."""
    del inside
    if session.series is None:
        return []
    slug = session.network.slug
    place = {"number": session.place or 0}
    shown = {"url": reverse("series:page", args=[slug, session.series.public_id])}
    links: list[dict[str, Any]] = [
        {**shown, "label": _("Number %(number)d of a series: see all") % place, "own": False, "quiet": True}
    ]
    gathering, deeds = session.gathering, {}
    if own and gathering.cancelled_at is None and (not gathering.begins_at or gathering.begins_at > timezone.now()):
        if gathering.is_dated:
            deeds["move"] = _("Move this and the later ones")
        deeds["cancel"] = _("Cancel this and the later ones")
    for name, label in deeds.items():
        links.append({"url": reverse(f"series:{name}", args=[slug, session.public_id]), "label": label, "own": True})
    return links


def beside(network: Network) -> dict[str, Any]:
    """Return the link beside the list of sessions, to plan a series; only who coordinates can use it."""
    return {"url": reverse("series:plan", args=[network.slug]), "label": _("Plan sessions that come back"), "own": True}


def untold() -> QuerySet[Session]:
    """Return the sessions of series of which something changed, rested, and was not told to everybody."""
    found = Session.objects.filter(series__isnull=False, gathering__in=gathered.untold())
    return found.select_related("gathering", "network__stream", "purpose__current", "reason__current").order_by("place")
