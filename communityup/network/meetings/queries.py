"""What do we show of sessions: those that come, those that were, and the page of one."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from communityup.base.prepared import prepared
from communityup.gatherings import queries as gathered
from communityup.gatherings.models import Registration, Request, Way
from communityup.gatherings.permissions import can_switch, gives_places, is_over, takes_presence, takes_registrations
from communityup.network.meetings import permissions
from communityup.network.meetings.models import Address, Session
from communityup.network.members.permissions import acts_for
from communityup.network.networks.models import Network
from communityup.network.networks.queries import Fact, Tab
from communityup.network.newsletter.permissions import opened_by
from communityup.people.models import Person

ON_A_PAGE, MOST_WORDS = 50, 8
COMING, PAST = "coming", "past"
Around = Callable[..., list[dict[str, Any]]]
"""Gives links for the page of a session: `own` for who coordinates, `inside` for who reads what members read.

One that is `quiet` stands as words, not as a button.
"""
KINDS: dict[str, Any] = dict(Session.Kind.choices)
TAB = Tab(key="meetings", label=pgettext_lazy("of a network", "Sessions"), url_name="meetings:list", order=22)
ROW = (
    "slug", "number", "theme", "gathering__title", "gathering__rough", "gathering__begins_at", "gathering__ends_at",
    "gathering__cancelled_at", "is_closed",
)  # fmt: skip
OWN_PAGE = "meetings:session"

Beside = Callable[[Network], dict[str, Any]]
"""Gives a link that stands beside the list of sessions."""

ForWhoComes = Callable[[Session, Registration], list[dict[str, Any]]]
"""Gives links for somebody with a place or one in the waiting list, on their own pages.

What the page of the session links to besides is `beside`: it stands on the page of their place alone.
"""

Told = Callable[[Session], list[dict[str, Any]]]
"""Gives what is told of a session on its page: blocks with a `title`, and what is told.

`facts`, `rows` of `words` and `note`, `parts` of a programme, or `spreads` of a `question`, its `counts` and `choices`;
a `note` below, and `more` that leads on. One that is `first` stands before the others.
"""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What of closed sessions everybody may see after all, and on which page: their public report (B2)."""

    which: Q
    url_name: str


_SHOWN: list[Shown] = []
_BESIDE_ATTENDANCE: list[Callable[[Session], list[dict[str, Any]]]] = []
_AROUND: list[Around] = []
_BESIDE: list[Beside] = []
_FOR_WHO_COMES: list[ForWhoComes] = []
_TOLD: list[Told] = []


def register_around(source: Around) -> None:
    """Let an app above put links on the page of a session; called in AppConfig.ready."""
    if source not in _AROUND:
        _AROUND.append(source)


def links_of(session: Session, *, own: bool, inside: bool) -> list[dict[str, Any]]:
    """Return the links that apps above put on the page of a session."""
    return [link for source in _AROUND for link in source(session, own=own, inside=inside)]


def register_beside_list(source: Beside) -> None:
    """Let an app above put a link beside the list of sessions; called in AppConfig.ready."""
    if source not in _BESIDE:
        _BESIDE.append(source)


def register_beside_attendance(source: Callable[[Session], list[dict[str, Any]]]) -> None:
    """Let an app above put links beside the list of who comes; called in AppConfig.ready."""
    if source not in _BESIDE_ATTENDANCE:
        _BESIDE_ATTENDANCE.append(source)


def register_shown(shown: Shown) -> None:
    """Let an app above say what of closed sessions everybody may see; called in AppConfig.ready."""
    if shown not in _SHOWN:
        _SHOWN.append(shown)


def register_for_who_comes(source: ForWhoComes) -> None:
    """Let an app above put links on the pages of who comes; called in AppConfig.ready."""
    if source not in _FOR_WHO_COMES:
        _FOR_WHO_COMES.append(source)


def register_told(source: Told) -> None:
    """Let an app above tell on the page of a session what people told of it; called in AppConfig.ready."""
    if source not in _TOLD:
        _TOLD.append(source)


def told_of(session: Session) -> list[dict[str, Any]]:
    """Return what people told of a session."""
    told = [block for source in _TOLD for block in source(session)]
    return sorted(told, key=lambda block: not block.get("first"))


def _links_for(session: Session, own: Registration) -> list[dict[str, Any]]:
    return [link for source in _FOR_WHO_COMES for link in source(session, own)]


def _ahead() -> Q:
    """Return what lies ahead: roughly or exactly, and not cancelled."""
    later = Q(gathering__ends_at=None) | Q(gathering__ends_at__gt=timezone.now())
    return later & Q(gathering__cancelled_at=None)


def _coming(network: Network, seen: Q) -> QuerySet[Session]:
    """Return what comes, the first one first; what has no date yet comes last."""
    return network.sessions.filter(seen, _ahead()).order_by(F("gathering__begins_at").asc(nulls_last=True), "pk")


def sessions(network: Network, page: str, seen: Q, filters: Mapping[str, Any]) -> dict[str, Any]:
    """Return what comes, and one page of what was or was cancelled, the newest first; three queries.

    Of a closed session that somebody does not see, its public report stands in its place. `filters`: words of title,
    number or theme, a theme, a year, `report` for what has one, and `when` for what comes or what was (B1).
    """
    chosen_by, when = _fits(filters), filters.get("when") or (PAST if filters.get("report") else "")
    past = network.sessions.exclude(pk__in=network.sessions.filter(_ahead()).values("pk"))
    for_all = [(one.url_name, one.which & Q(is_closed=True)) for one in _SHOWN]
    past = past.filter(reduce(or_, (which for _name, which in for_all), seen), chosen_by)
    instead = Case(
        When(Q(pk__in=network.sessions.filter(seen).values("pk")), then=Value(OWN_PAGE)),
        *(When(which, then=Value(name)) for name, which in for_all),
        default=Value(OWN_PAGE),
    )
    dated = past.annotate(page=instead, told=_has_report())
    dated = dated.order_by(F("gathering__begins_at").desc(nulls_last=True), "-pk")
    chosen = Paginator(dated.values(*ROW, "page", "told") if when != COMING else (), ON_A_PAGE).get_page(page)
    coming = _coming(network, seen).filter(chosen_by)[: ON_A_PAGE if when != PAST else 0]
    return {
        "beside": [source(network) for source in _BESIDE],
        "coming": _rows(network, coming.values(*ROW)),
        "page": Page(_rows(network, chosen), chosen.number, chosen.paginator),
        "when": when,
    }


def _has_report() -> Case:
    """Return whether a session has a report that everybody reads."""
    return Case(*(When(one.which, then=Value(True)) for one in _SHOWN), default=Value(False))  # noqa: FBT003 - a value of the query, no switch


def _fits(filters: Mapping[str, Any]) -> Q:
    """Return which sessions fit these filters, by what everybody reads of them: title, number, theme and day."""
    fits = permissions.EVERY
    for word in str(filters.get("words") or "").split()[:MOST_WORDS]:
        fits &= Q(gathering__title__icontains=word) | Q(number__istartswith=word) | Q(theme__icontains=word)
    if theme := filters.get("theme"):
        fits &= Q(theme__icontains=theme)
    if year := filters.get("year"):
        fits &= Q(gathering__begins_at__year=year)
    if filters.get("report"):
        fits &= reduce(or_, (one.which for one in _SHOWN), ~permissions.EVERY)
    return fits


def past_reports(network: Network) -> QuerySet[Session]:
    """Return the sessions of which everybody reads the report, the newest first."""
    which = reduce(or_, (one.which for one in _SHOWN), ~permissions.EVERY)
    return network.sessions.filter(which).order_by(F("gathering__begins_at").desc(nulls_last=True), "-pk")


def rows_of(network: Network, found: QuerySet[Session]) -> list[dict[str, Any]]:
    """Return sessions as rows; one query."""
    return _rows(network, found.values(*ROW))


def _rows(network: Network, rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            "url": reverse(row.get("page", OWN_PAGE), args=[network.slug, row["slug"]]),
            "title": " ".join(part for part in (row["number"], row["gathering__title"]) if part),
            "note": " · ".join(part for part in (_when(row), row["theme"], _closed(row), _told(row)) if part),
        }
        for row in rows
    ]


def _told(row: dict[str, Any]) -> str:
    return _("with a report") if row.get("told") else ""


def _closed(row: dict[str, Any]) -> str:
    return (
        _("closed: only who is invited sees it") if row["is_closed"] and row.get("page", OWN_PAGE) == OWN_PAGE else ""
    )


def _when(row: dict[str, Any]) -> str:
    when = gathered.when_of(row["gathering__rough"], row["gathering__begins_at"], row["gathering__ends_at"])
    return " · ".join((pgettext("of a session", "cancelled"), when)) if row["gathering__cancelled_at"] else when


def titled(seen: Q) -> list[dict[str, Any]]:
    """Return the sessions of all networks that somebody sees as rows, the newest first; one query."""
    found = Session.objects.filter(seen).order_by(F("gathering__begins_at").desc(nulls_last=True), "-pk")
    return [
        {
            "url": reverse("meetings:session", args=[row["network__slug"], row["slug"]]),
            "title": " ".join(part for part in (row["number"], row["gathering__title"]) if part),
            "note": " · ".join(part for part in (_when(row), row["theme"], row["network__name"]) if part),
        }
        for row in found.values(*ROW, "network__slug", "network__name")
    ]


def facts(network: Network) -> list[Fact]:
    """Tell on the page of a network and on its factsheet when its next session is."""
    row = _coming(network, Q(is_closed=False)).values(*ROW).first()
    if row is None:
        return []
    [one] = _rows(network, [row])
    return [Fact(label=_("Next session"), value=f"{one['title']} · {_when({**row})}", url=one["url"], first=True)]


def session_of(network: Network, name: str, seen: Q) -> Session:
    """Return a session of this network by its id, or any address it ever had; raises Http404.

    `seen` says which ones somebody sees (`permissions.seen_by`), and an open one is seen by everybody. One they do not
    see is as one that is not there: both are looked for a second time, so that no clock tells them apart.
    """
    session = _named.first(network.pk, name)
    if session is not None and (not session.is_closed or seen is permissions.EVERY):
        return session
    sees = Session.objects.filter(seen, pk=0 if session is None else session.pk).exists()
    if session is None or not sees:
        raise Http404
    return session


@prepared
def _named(network: int, name: str) -> QuerySet[Session]:
    led = Address.objects.filter(network=network, slug=name).values("session")
    return _found(network).filter(Q(public_id=name) | Q(pk__in=led))


def any_session(network: Network, name: str) -> Session:
    """Return the same for who coordinates, or for what everybody may see of it: closed ones too."""
    return session_of(network, name, permissions.EVERY)


def _found(network: Network | int) -> QuerySet[Session]:
    words = ("purpose__current", "reason__current", "outcomes__current", "next_step__current", "house_rules__current")
    return Session.objects.filter(network=network).select_related("network__stream", "gathering", "series", *words)


def page_of(session: Session, seen: Q) -> dict[str, Any]:
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
        "next": _after(session, seen) if over else None,
        "file": gathering.is_dated and not over and gathering.cancelled_at is None,
        "told": told_of(session),
    }


def places_of(session: Session, person: Person | Any) -> dict[str, Any]:
    """Return how many places there are, and what somebody with an account has; two queries."""
    gathering, own = session.gathering, gathered.own(session.gathering, person)
    takes = takes_registrations(gathering)
    return {
        "takes": takes,
        "places": gathered.places(gathering) if takes else None,
        "may_come": takes and own is None and permissions.is_invited(session, person),
        "own_place": own,
        "own_token": "" if own is None else permissions.place_token(own),
        "own_links": [] if own is None else [one for one in _links_for(session, own) if not one.get("beside")],
    }


def register_page(session: Session) -> dict[str, Any]:
    """Return what one reads before one registers."""
    return {
        "session": session,
        "when": gathered.when(session.gathering),
        "where": gathered.where(session.gathering),
        "hybrid": session.gathering.way == Way.BOTH,
        "places": gathered.places(session.gathering),
    }


def request_of(network: Network, purpose: str, token: str) -> tuple[Request | None, Registration | None]:
    """Return to what a link in a letter leads: what waits for a yes (again), or the place it was said to."""
    public_id = opened_by(purpose, token)
    here = {"gathering__session__network": network}
    since = timezone.now() - dt.timedelta(days=permissions.ASKED_DAYS)
    asked = Request.objects.filter(public_id=public_id, asked_at__gte=since, **here).first()
    own = Q(asked_as=public_id) if asked is None else Q(gathering=asked.gathering_id, email=asked.email)
    return asked, None if public_id is None else Registration.objects.filter(own, **here).first()


def registration_of(network: Network, token: str) -> Registration | None:
    """Return the place to which a link leads; None when it is not ours, or was given back."""
    public_id = opened_by(permissions.PLACE, token)
    found = Registration.objects.select_related("gathering").filter(gathering__session__network=network)
    return found.filter(public_id=public_id).first()


def session_with(network: Network, gathering: int) -> Session:
    """Return the session whose gathering this is."""
    return _found(network).get(gathering=gathering)


def place_page(session: Session, registration: Registration) -> dict[str, Any]:
    """Return what somebody reads of their own place: with it, the link to the online meeting."""
    return {
        **register_page(session),
        "where": gathered.where_of(registration),
        "registration": registration,
        "online_url": gathered.online_link(registration),
        "changed_enough": permissions.changed_enough(session, registration, permissions.WAY),
        "has_place": registration.state == Registration.State.SEAT,
        "is_offered": registration.state == Registration.State.OFFERED,
        "over": is_over(session.gathering),
        "can_switch": can_switch(session.gathering, registration),
        "own_links": _links_for(session, registration),
    }


def attendance(session: Session) -> dict[str, Any]:
    """Return who has a place, by name, and who waits, in their order; names only, for who prepares the session."""
    found = session.gathering.registrations.annotate(organisation=acts_for(session.network)).order_by("since", "pk")
    has_place = [one for one in found if one.state == Registration.State.SEAT]
    return {
        "session": session,
        "when": gathered.when(session.gathering),
        "come": sorted(has_place, key=lambda one: one.name.casefold()),
        "came": sum(one.came_at is not None for one in has_place),
        "beside": [link for source in _BESIDE_ATTENDANCE for link in source(session)],
        "wait": [one for one in found if one.state != Registration.State.SEAT],
        "in_order": gives_places(session.gathering),
        "ticks": takes_presence(session.gathering),
        "over": is_over(session.gathering),
        "kept_days": permissions.KEPT_DAYS if permissions.names_are_gone(session) else 0,
    }


def about_places(session: Session) -> dict[str, Any]:
    """Return with what the form about places begins."""
    values = {name: getattr(session.gathering, name) for name in ("capacity", "offer_hours", "online_url")}
    return {**values, "house_rules": str(session.house_rules or "")}


def _after(session: Session, seen: Q) -> dict[str, Any] | None:
    """Return the session after this one as a row: the first that began later, or else one without a date."""
    others = session.network.sessions.filter(seen, gathering__cancelled_at=None).exclude(pk=session.pk)
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
