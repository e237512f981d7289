"""What do we show of members: the directory with its filters, the map, one member, applications, growth, own tasks."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communityup.base.prepared import prepared
from communityup.codes.queries import token_hash
from communityup.methods import outlines
from communityup.network.members import permissions
from communityup.network.members.models import KINDS, Application, CoreMembership, Delegate, Member, Welcome
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import coordinator_of
from communityup.network.networks.queries import Fact, Tab
from communityup.organisations.queries import Drawn, Spot, outlines_of_places, places, proof_among
from communityup.people.models import Person

ON_A_PAGE = 50
MONTHS = 12
LABELS: dict[str, Any] = dict(KINDS)
_TOGETHER: list[str] = []
_WHO: list[tuple[str, "Reach"]] = []
_BALANCE: list["Balance"] = []
# What members offer, as choices, and which members offer it: of the app that knows.
_OFFERS: list[tuple[list[tuple[str, Any]], Callable[[str], Q]]] = []
# More numbers than this hide each other on a map: then places are coloured only.
MOST_NUMBERS = 60
# How much room there is around a map, and how wide a number is, as parts of its longest side.
EDGE, NUMBER = 40, 34

Balance = Callable[[Network], dict[str, Any]]
"""Gives what there is to know of newcomers beside the core, and of who stays in it, from an app above (T4, R28)."""
Reach = Callable[[Network, Collection[int], Delegate], dict[int, list[dict[str, Any]]]]
"""Gives who of these members can be found, by member: `person`, `name`, `role`, and the `url` to write for others."""


def directory(network: Network, filters: Mapping[str, str], page: str) -> Page[Any]:
    """Return one page of the members as rows; `filters` are words in name or theme, a kind and a place."""
    told = filtered(network, filters).annotate(in_core=Exists(core_today().filter(member=OuterRef("pk"))))
    rows = told.order_by("name", "pk").values("public_id", "name", "kind", "place", "theme", "in_core")
    chosen = Paginator(rows, ON_A_PAGE).get_page(page)
    shown = [_row(network, {**row}) for row in chosen]
    return Page(shown, chosen.number, chosen.paginator)


@dataclass(frozen=True)
class Where:
    """Where the members of a network are: each place as it was written, with the known one that it says, if any."""

    spots: dict[str, Spot | None]

    @property
    def names(self) -> list[str]:
        """Return the places to choose from, each under the name that it has today."""
        return sorted({self.name(words) for words in self.spots}, key=str.casefold)

    @property
    def provinces(self) -> list[str]:
        """Return the provinces to choose from."""
        return sorted({spot.province for spot in self.spots.values() if spot is not None and spot.province})

    def name(self, words: str) -> str:
        """Return how a place is called today; as it was written when it is not known."""
        spot = self.spots.get(words)
        return words if spot is None else spot.name

    def written(self, *, place: str = "", province: str = "") -> list[str]:
        """Return in which ways this place, or a place in this province, was written."""
        return [
            words
            for words, spot in self.spots.items()
            if (not place or self.name(words) == place or words == place)
            and (not province or (spot is not None and spot.province == province))
        ]


def where_members_are(network: Network) -> Where:
    """Return where the members of a network are; two queries."""
    found = Member.objects.filter(network=network, left_at=None).exclude(place="").order_by("place")
    known = places()
    return Where({words: known.at(words) for words in found.values_list("place", flat=True).distinct()})


def filtered(network: Network, filters: Mapping[str, str]) -> QuerySet[Member]:
    """Return the members of a network that fit these filters of the directory."""
    found = Member.objects.filter(network=network, left_at=None)
    if words := filters.get("words"):
        told = ("name", "theme", "does__current__body", "learns__current__body", "brings__current__body")
        found = found.filter(Q(*((f"{name}__icontains", words) for name in told), _connector=Q.OR))
    if kind := filters.get("kind"):
        found = found.filter(kind=kind)
    if (what := filters.get("offers")) and _OFFERS:
        found = found.filter(_OFFERS[0][1](what))
    place, province = filters.get("place", ""), filters.get("province", "")
    if place or province:
        found = found.filter(place__in=where_members_are(network).written(place=place, province=province))
    return found


def register_offers(choices: list[tuple[str, Any]], *, offering: Callable[[str], Q]) -> None:
    """Say what members can offer, and which members offer one of these; called in AppConfig.ready of the app."""
    _OFFERS[:] = [(choices, offering)]


def filter_choices(network: Network) -> dict[str, Any]:
    """Return what one can choose from in the filters of the directory; two queries."""
    where = where_members_are(network)
    offers = _OFFERS[0][0] if _OFFERS else []
    return {"places": where.names, "provinces": where.provinces, "offers": offers}


def map_of(network: Network) -> dict[str, Any]:
    """Return the map of the members and the list that tells the same; three queries, for few members or many.

    A place of which only the centre is known is a point. Members of whom the place is not known stand in the list.
    """
    rows = Member.objects.filter(network=network, left_at=None).order_by("name", "pk")
    known, drawn = places(), outlines_of_places()
    groups: dict[str, dict[str, Any]] = {}
    for row in rows.values("public_id", "name", "kind", "place", "theme"):
        spot = known.at(row["place"]) if row["place"] else None
        name = row["place"] if spot is None else spot.name
        point = None if spot is None else _point(spot, drawn.get(spot.code))
        group = groups.setdefault(name, {"name": name, "spot": spot, "point": point, "members": []})
        note = " · ".join(part for part in (str(LABELS[row["kind"]]), row["theme"]) if part)
        url = reverse("members:member", args=[network.slug, row["public_id"]])
        group["members"].append({"url": url, "title": row["name"], "note": note})
    told = sorted(groups.values(), key=lambda group: (not group["name"], group["name"].casefold()))
    on_map = [group for group in told if group["point"] is not None]
    for number, group in enumerate(on_map, start=1):
        group["number"] = number
    others = [spot for spot in known.spots.values() if not spot.ended]
    return {"groups": told, "drawing": _drawing(on_map, drawn, others)}


def _point(spot: Spot, drawn: Drawn | None) -> outlines.Point | None:
    if spot.longitude is not None and spot.latitude is not None:
        return outlines.projected(spot.longitude, spot.latitude)
    return None if drawn is None else ((drawn.box[0] + drawn.box[2]) // 2, (drawn.box[1] + drawn.box[3]) // 2)


def _drawing(groups: list[dict[str, Any]], drawn: Mapping[str, Drawn], others: list[Spot]) -> dict[str, Any] | None:
    """Return what to draw: all other places as one path, those with members each, and their numbers."""
    ends = [point for spot in others if (point := _point(spot, None)) is not None]
    ends += [(one.box[side], one.box[side + 1]) for one in drawn.values() for side in (0, 2)]
    whole = outlines.box([ends])
    if not groups or whole is None:
        return None
    left, top, right, bottom = whole
    longest = max(right - left, bottom - top, 1)
    edge, size = longest // EDGE + 1, longest // NUMBER + 1
    coloured = {group["spot"].code for group in groups}
    spread = outlines.apart([group["point"] for group in groups], 2 * size) if len(groups) <= MOST_NUMBERS else []
    return {
        "view_box": f"{left - edge} {top - edge} {right - left + 2 * edge} {bottom - top + 2 * edge}",
        "rest": "".join(one.outline for code, one in drawn.items() if code not in coloured),
        "areas": [drawn[group["spot"].code].outline for group in groups if group["spot"].code in drawn],
        "dots": [] if drawn else [point for spot in others if (point := _point(spot, None)) is not None],
        "numbers": [(group["number"], *point) for group, point in zip(groups, spread, strict=False)],
        "points": [] if spread else [group["point"] for group in groups],
        "sources": sorted({one.source for one in drawn.values() if one.source}),
        "size": size,
        "dot": longest // 300 + 1,
    }


def register_together(url_name: str) -> None:
    """Say where one searches together with members one found; called in AppConfig.ready of the app that has it."""
    _TOGETHER[:] = [url_name]


def register_who(url_name: str, *, reach: Reach) -> None:
    """Say where one finds people of members, and how one reaches them; called in AppConfig.ready of the app."""
    _WHO[:] = [(url_name, reach)]


def register_balance(balance: Balance) -> None:
    """Say how newcomers and the core are in balance; called in AppConfig.ready of the app that knows."""
    _BALANCE[:] = [balance]


def balance_of(network: Network) -> dict[str, Any]:
    """Return what there is to know of newcomers beside the core: `advice`, never a refusal, and the `core`."""
    return _BALANCE[0](network) if _BALANCE else {}


def reach(network: Network, members: Collection[int], own: Delegate | None) -> dict[int, list[dict[str, Any]]]:
    """Return for somebody who acts for a member who of these members chose to be found; one query at most."""
    return _WHO[0][1](network, members, own) if _WHO and own is not None else {}


def together_url(network: Network, filters: Mapping[str, str]) -> str:
    """Return where one searches together with the members that fit these filters; empty when no app offers that."""
    kept = urlencode({name: value for name, value in filters.items() if value})
    return f"{reverse(_TOGETHER[0], args=[network.slug])}{'?' if kept else ''}{kept}" if _TOGETHER else ""


def _row(network: Network, row: dict[str, Any]) -> dict[str, Any]:
    parts = (str(LABELS[row["kind"]]), row["place"], row["theme"], _("in the core this year") if row["in_core"] else "")
    return {
        "url": reverse("members:member", args=[network.slug, row["public_id"]]),
        "title": row["name"],
        "note": " · ".join(part for part in parts if part),
    }


def core_today() -> QuerySet[CoreMembership]:
    """Return the years in the core that run today, of members that did not leave."""
    today = timezone.localdate()
    running = CoreMembership.objects.filter(stopped_at=None, starts_on__lte=today, ends_on__gte=today)
    return running.filter(member__left_at=None).order_by()


def substitutes(member: Member, person: int | None) -> list[Person]:
    """Return who could be the substitute of somebody: others who act for the same member."""
    return [one.person for one in people_of(member) if one.person_id != person]


def growth(network: Network) -> list[tuple[dt.date, int]]:
    """Return for the first day of this month and of the eleven before how many members there were, in one query.

    Nothing from before the first member joined.
    """
    stays = list(Member.objects.filter(network=network).order_by().values_list("since", "left_at"))
    first = timezone.localdate().replace(day=1)
    months = [first]
    for _month in range(MONTHS - 1):
        months.append((months[-1] - dt.timedelta(days=1)).replace(day=1))
    began = min((timezone.localdate(since) for since, _left in stays), default=None)
    counted = [(month, sum(_there(month, *stay) for stay in stays)) for month in reversed(months)]
    return [one for one in counted if began is not None and one[0] >= began]


def _there(day: dt.date, since: dt.datetime, left: dt.datetime | None) -> bool:
    return timezone.localdate(since) <= day and (left is None or timezone.localdate(left) > day)


def facts(network: Network) -> list[Fact]:
    """Return how many members there are, of which kinds, and how many joined this year; told, never ranked."""
    rows = list(Member.objects.filter(network=network, left_at=None).order_by().values_list("kind", "since"))
    if not rows:
        return []
    new = sum(timezone.localdate(since).year == timezone.localdate().year for _kind, since in rows)
    kinds = Counter(kind for kind, _since in rows)
    members = ngettext("%(count)d member", "%(count)d members", len(rows)) % {"count": len(rows)}
    told = ", ".join(f"{LABELS[kind]}: {kinds[kind]}" for kind, _label in KINDS if kinds[kind])
    url = reverse("members:directory", args=[network.slug])
    return [
        Fact(label=_("Members"), value=f"{members}, {_joined(new, len(rows))}", url=url),
        Fact(label=_("Kinds of members"), value=told),
    ]


def _joined(new: int, members: int) -> str:
    """Say how many of the members joined this year."""
    if not new:
        return _("nobody joined this year yet")
    if new == members:
        return ngettext("that joined this year", "all of whom joined this year", members)
    told = ngettext("%(count)d of them joined this year", "%(count)d of them joined this year", new)
    return told % {"count": new}


def member_of(network: Network, public_id: str) -> Member:
    """Return a member of this network by its id; raises Http404, also for one that left."""
    words = ("does__current", "learns__current", "brings__current")
    found = Member.objects.select_related("network__stream", "buddy", *words)
    return get_object_or_404(found, network=network, public_id=public_id, left_at=None)


def card(member: Member, person: Person | Any) -> dict[str, Any]:
    """Return what stands on the page of one member; its people only for members and coordinators."""
    inside, own = permissions.may_read_people(member.network, person), permissions.delegate_of(member.network, person)
    found = {one["person"]: one for one in reach(member.network, [member.pk], own).get(member.pk, ())}
    people = [found.get(one.person_id, {"name": one}) for one in people_of(member)] if inside else []
    told = {"member": member, "kind": LABELS[member.kind], "inside": inside, "people": people}
    told |= proof_among(member.organisation_id, member.delegates.values("person"))
    told["earlier"] = permissions.earlier_names(member) if inside else []
    return {**told, "can_write": any(one.get("url") or one.get("wait") for one in people)}


def people_of(member: Member) -> list[Delegate]:
    """Return who acts for a member, in the order in which they began."""
    return list(member.delegates.select_related("person"))


def mine(own: Delegate) -> dict[str, Any]:
    """Return what waits for somebody who acts for a member, and who does so too."""
    member, year = member_of(own.member.network, own.member.public_id), permissions.core_of(own.member)
    return {
        "member": member,
        "kind": LABELS[member.kind],
        "people": people_of(member),
        "newcomers": newcomers(member),
        "buddy_people": [] if member.buddy is None else [str(one) for one in people_of(member.buddy)],
        "waiting": list(_open_letters(member)),
        "year": year,
        "able": [] if year is None else substitutes(member, year.person_id),
        "substitute": {"substitute": year and year.substitute_id},
        "anew": permissions.next_year(member),
    }


def newcomers(member: Member) -> list[dict[str, Any]]:
    """Return the new members that wait for this one as their buddy, with the addresses that they gave for that."""
    waiting = member.helps.filter(left_at=None, met_at=None).prefetch_related("delegates__person")
    return [{"member": one, "addresses": [each.person.email for each in one.delegates.all()]} for one in waiting]


def _open_letters(member: Member) -> QuerySet[Welcome]:
    return member.welcomes.filter(used_at=None, sent_at__gte=permissions.oldest_welcome()).exclude(email="")


def applications(network: Network) -> QuerySet[Application]:
    """Return the applications that wait for the coordinators, the oldest first."""
    words = ("does__current", "learns__current", "brings__current")
    return network.applications.filter(state=Application.State.WAITING).select_related(*words)


def application_of(network: Network, public_id: str) -> Application:
    """Return an application by its id; raises Http404."""
    words = ("does__current", "learns__current", "brings__current")
    return get_object_or_404(network.applications.select_related("network__stream", *words), public_id=public_id)


def application_of_link(network: Network, token: str) -> Application:
    """Return the application to which the link in a receipt leads; raises Http404."""
    found = network.applications.select_related("network__stream", "does__current", "learns__current")
    application = found.filter(token_hash=token_hash(token)).first()
    if application is None:
        raise Http404
    return application


def welcome_of_link(network: Network, token: str) -> Welcome:
    """Return the letter of welcome to which a link leads; raises Http404."""
    found = Welcome.objects.select_related("member__network__stream")
    letter = found.filter(member__network=network, token_hash=token_hash(token)).first()
    if letter is None:
        raise Http404
    return letter


def buddies(network: Network) -> list[tuple[str, str]]:
    """Return the members that can be a buddy: first who helps the fewest newcomers now, of these the longest member.

    Who came a short while ago stands there only when there is nobody else.
    """
    present = Member.objects.filter(network=network, left_at=None)
    helping = Counter(present.filter(met_at=None, buddy__isnull=False).values_list("buddy_id", flat=True))
    rows = list(present.order_by("since", "pk").values_list("pk", "public_id", "name", "since"))
    known = [row for row in rows if row[3] <= timezone.now() - permissions.BUDDY_AFTER]
    ordered = sorted(known or rows, key=lambda row: helping[row[0]])
    return [(public_id, name) for _pk, public_id, name, _since in ordered]


def buddy_tasks(addresses: Collection[str]) -> list[dict[str, Any]]:
    """Return the newcomers that wait for a member for which somebody with one of these addresses acts; one query."""
    return [
        {
            "about": row["name"],
            "url": reverse("members:mine", args=[row["network__slug"]]),
            "network": row["network__name"],
            "since": row["since"],
            "email": row["buddy__delegates__person__email"],
        }
        for row in _newcomers(frozenset(addresses))
    ]


@prepared
def _newcomers(addresses: frozenset[str]) -> QuerySet[Member, Any]:
    waiting = Member.objects.filter(left_at=None, met_at=None, buddy__left_at=None)
    found = waiting.filter(buddy__delegates__person__email__in=addresses)
    return found.values("name", "since", "network__slug", "network__name", "buddy__delegates__person__email")


def around(network: Network, person: Person | Any) -> dict[str, Any]:
    """Return for the pages of members what this person may do there: as somebody's delegate, and as coordinator."""
    return {
        "own_delegate": permissions.delegate_of(network, person),
        "coordinates": coordinator_of(network, person) is not None,
        "who_url": reverse(_WHO[0][0], args=[network.slug]) if _WHO else "",
    }


TABS = (Tab(key="members", label=gettext_lazy("Members"), url_name="members:directory", order=20),)
