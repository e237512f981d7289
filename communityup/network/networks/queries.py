"""What do we show of networks: the list, the page of one, its factsheet and log; and what apps above add to these."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communityup.base.prepared import prepared
from communityup.codes.queries import token_hash
from communityup.network.networks.models import Coordinator, CoordinatorInvitation, Network
from communityup.network.networks.permissions import Viewer, oldest_question
from communityup.people.models import Person
from communityup.post.queries import site_address
from communityup.ui.queries import share_links

ON_A_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One word in the row above every page of a network; `at_foot`, below it, for what one seldom looks for."""

    key: str
    label: str | Promise
    url_name: str
    order: int
    at_foot: bool = False


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something to know of a network in one line, with a page that says more when there is one."""

    label: str | Promise
    value: str
    url: str = ""
    # More of the same under one label, as words and address.
    more: Sequence[tuple[str, str]] = ()
    # What most people come for: it stands in the middle of the page, before all else.
    first: bool = False
    # Only leads to another page, and says nothing on paper.
    leads: bool = False


@dataclass(frozen=True, kw_only=True)
class Work:
    """Something a coordinator does for a network, with the page where it is done."""

    label: str | Promise
    url_name: str
    order: int
    # What of this waits for them now, to count.
    waits: Callable[[Network], QuerySet[Any]] | None = None


@dataclass(frozen=True, kw_only=True)
class Vacancy:
    """That nobody answers in a network now: because nobody coordinates it, or because who does is away `until`."""

    until: dt.date | None


Facts = Callable[[Network], list[Fact]]
"""Gives what an app above knows of a network, for its page and its factsheet."""

Acts = Callable[[Network, Viewer], Any]
"""Gives for which member of a network somebody acts (`.member`), if they do."""

_TABS: dict[str, Tab] = {}
_FACTS: list[Facts] = []
_WORK: dict[str, Work] = {}
_JOINING: list[tuple[str, "Acts"]] = []
_REPORTING: list[str] = []
_SUCCESSION: list[str] = []
Hidden = Callable[[Collection[int], Viewer], dict[int, str]]
"""Gives, of texts by key, where somebody reads why their own words among them are hidden."""
_HIDDEN: list[Hidden] = []


def register_tab(tab: Tab) -> None:
    """Put a word above every page of a network; called in AppConfig.ready of an app of the network."""
    _TABS[tab.key] = tab


def register_facts(source: Facts) -> None:
    """Let an app above tell facts on the page of a network; called in AppConfig.ready."""
    if source not in _FACTS:
        _FACTS.append(source)


def register_work(work: Work) -> None:
    """Lead a coordinator to a page of an app above, from the page of the network; called in AppConfig.ready."""
    _WORK[work.url_name] = work


def register_joining(url_name: str, *, acts: Acts) -> None:
    """Say on which page of a network one asks to join, and who did; called in AppConfig.ready of the app."""
    _JOINING[:] = [(url_name, acts)]


def register_reporting(url_name: str) -> None:
    """Say where one reports words of a network; called in AppConfig.ready of the app that has it."""
    _REPORTING[:] = [url_name]


def register_hidden(source: Hidden) -> None:
    """Say who knows why words are hidden; called in AppConfig.ready of the app that hides them."""
    _HIDDEN[:] = [source]


def why_hidden(texts: Collection[int], viewer: Viewer) -> dict[int, str]:
    """Return where somebody reads why their own words among these texts (by key) are hidden."""
    return {text: url for source in _HIDDEN for text, url in source(texts, viewer).items()}


def register_succession(url_name: str) -> None:
    """Say where members choose who coordinates when nobody does; called in AppConfig.ready of the app that has it."""
    _SUCCESSION[:] = [url_name]


def networks_page(page: str) -> Page[Any]:
    """Return one page of all networks as rows, by name."""
    return Paginator(named(), ON_A_PAGE).get_page(page)


def named() -> list[dict[str, Any]]:
    """Return all networks as rows, by name."""
    return [
        {
            "url": reverse("networks:page", args=[row["slug"]]),
            "title": row["name"],
            "note": " · ".join(part for part in (row["theme"], row["purpose__current__body"]) if part),
        }
        for row in Network.objects.values("slug", "name", "theme", "purpose__current__body")
    ]


def by_stream() -> list[dict[str, Any]]:
    """Return all networks as rows with their stream, for who finds words in them; one query."""
    return [{**row} for row in Network.objects.order_by().values("stream", "slug", title=F("name"))]


def first(number: int) -> list[dict[str, Any]]:
    """Return the first networks by name, with their theme and where one asks to join, for the home page."""
    found = Network.objects.values("slug", "name", "theme")[:number]
    return [{**row, "join_url": join_url(row["slug"])} for row in found]


def join_url(slug: str) -> str:
    """Return where one asks to join the network at this address."""
    return reverse(_JOINING[0][0], args=[slug]) if _JOINING else ""


def network_of(slug: str) -> Network:
    """Return the network at this address with its words; raises Http404."""
    found = _networks.first(slug)
    if found is None:
        raise Http404
    return found


@prepared
def _networks(slug: str) -> QuerySet[Network]:
    return Network.objects.select_related("stream", "purpose__current", "joining__current").filter(slug=slug)


def coordinators_of(network: Network) -> list[Coordinator]:
    """Return who coordinates the network now, in the order in which they began."""
    return _coordinators(network.pk)


@prepared
def _coordinators(network: int) -> QuerySet[Coordinator]:
    found = Coordinator.objects.filter(network=network, until=None)
    return found.select_related("person").order_by("since", "pk")


def vacancy_of(coordinators: Sequence[Coordinator]) -> Vacancy | None:
    """Return that nobody answers now, if so; with until when, when who coordinates is only away."""
    if any(not one.is_away for one in coordinators):
        return None
    return Vacancy(until=min((one.away_until for one in coordinators if one.away_until), default=None))


def frame(request: HttpRequest, network: Network, tab: str) -> dict[str, Any]:
    """Return what every page of a network shows around its content: name, tabs, and who coordinates it."""
    coordinators = coordinators_of(network)
    return {
        "network": network,
        "tabs": _tabs(network, tab, at_foot=False),
        "foot_tabs": _tabs(network, tab, at_foot=True),
        "coordinators": coordinators,
        "vacancy": vacancy_of(coordinators),
        "reporting_url": reverse(_REPORTING[0], args=[network.slug]) if _REPORTING else "",
        "own": next((one for one in coordinators if one.person_id == request.user.pk), None),
    }


def _tabs(network: Network, chosen: str, *, at_foot: bool) -> list[dict[str, Any]]:
    return [
        {"label": one.label, "url": reverse(one.url_name, args=[network.slug]), "current": one.key == chosen}
        for one in sorted(_TABS.values(), key=lambda tab: tab.order)
        if one.at_foot == at_foot
    ]


def page(network: Network, person: Viewer, *, coordinates: bool) -> dict[str, Any]:
    """Return what the page of a network shows: facts, how to join or what is one's own, and how to share it."""
    link = site_address() + reverse("networks:page", args=[network.slug])
    return {
        "facts": facts_of(network),
        "join_url": join_url(network.slug),
        "acts": _JOINING[0][1](network, person) if _JOINING else None,
        "work": work_in(network) if coordinates else [],
        "share": share_links(network.name, str(network.purpose), link),
        "succession_url": reverse(_SUCCESSION[0], args=[network.slug]) if _SUCCESSION else "",
    }


def work_in(network: Network) -> list[dict[str, Any]]:
    """Return where a coordinator does what there is to do, in the order in which a network needs it.

    Beside it stands how much of it waits; one query for each work that waits.
    """
    kept = [
        *_WORK.values(),
        Work(label=_("Change these words"), url_name="networks:describe", order=80),
        Work(label=_("Coordinators"), url_name="networks:coordinators", order=90),
    ]
    return [
        {
            "label": one.label,
            "url": reverse(one.url_name, args=[network.slug]),
            "waits": 0 if one.waits is None else one.waits(network).count(),
        }
        for one in sorted(kept, key=lambda work: work.order)
    ]


def facts_of(network: Network) -> list[Fact]:
    """Return what every app knows of this network."""
    return [fact for source in _FACTS for fact in source(network)]


def factsheet(network: Network) -> dict[str, Any]:
    """Return what stands on the factsheet: the facts, and where to find the network."""
    link = site_address() + reverse("networks:page", args=[network.slug])
    return {"facts": facts_of(network), "link": link, "typed": link.partition("://")[2].rstrip("/")}


def words_of(network: Network) -> dict[str, Any]:
    """Return with what the form about a network begins."""
    return {
        "name": network.name,
        "theme": network.theme,
        "purpose": str(network.purpose),
        "joining": "" if network.joining is None else str(network.joining),
        "sender": network.sender,
        "contact": network.contact,
        "edition": network.edition,
    }


def open_questions(network: Network) -> list[CoordinatorInvitation]:
    """Return who was asked to coordinate and did not answer yet, for the coordinators."""
    asked = network.coordinator_invitations.filter(answer=CoordinatorInvitation.Answer.NONE)
    return list(asked.exclude(email="").filter(sent_at__gte=oldest_question()))


def question_of(network: Network, public_id: str) -> CoordinatorInvitation:
    """Return one question to coordinate by its id; raises Http404."""
    return get_object_or_404(network.coordinator_invitations.select_related("network__stream"), public_id=public_id)


def question_of_link(network: Network, token: str) -> CoordinatorInvitation:
    """Return the question to coordinate to which a link leads; raises Http404."""
    found = network.coordinator_invitations.select_related("network__stream").filter(token_hash=token_hash(token))
    invitation = found.first()
    if invitation is None:
        raise Http404
    return invitation


def coordinated_by(person: Viewer) -> list[dict[str, Any]]:
    """Return the networks that somebody coordinates, as rows."""
    if not isinstance(person, Person):
        return []
    found = Network.objects.filter(coordinators__person=person, coordinators__until=None)
    return [
        {"url": reverse("networks:page", args=[slug]), "title": name, "note": theme}
        for slug, name, theme in found.values_list("slug", "name", "theme")
    ]


def public_streams() -> set[str]:
    """Return the ids of the streams of all networks: everybody may read them."""
    return set(Network.objects.order_by().values_list("stream__public_id", flat=True))


TABS = (
    Tab(key="about", label=_("About this network"), url_name="networks:page", order=10),
    Tab(key="log", label=_("Log"), url_name="networks:log", order=90, at_foot=True),
)
