"""What do we show of offers and wishes: the board with its filters, one's own, and what fits a wish."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from communityup.network.members.models import Delegate
from communityup.network.members.queries import reach
from communityup.network.networks.models import Network
from communityup.network.networks.queries import Tab, why_hidden
from communityup.network.offers.models import Offer

ON_A_PAGE, FITTING = 50, 10


def board(network: Network, filters: Mapping[str, str], page: str, acts: Delegate | None) -> Page[Any]:
    """Return one page of what members offer and look for, the newest first; `filters`: a direction, a kind, words.

    Each with to whom of its member somebody who acts for another one can write.
    """
    found = _open(network)
    if direction := filters.get("direction"):
        found = found.filter(direction=direction)
    if what := filters.get("what"):
        found = found.filter(what=what)
    if words := filters.get("words"):
        found = found.filter(words__current__body__icontains=words)
    chosen = Paginator(found.order_by("-given_at", "-pk"), ON_A_PAGE).get_page(page)
    return Page(_with_reach(network, list(chosen), acts), chosen.number, chosen.paginator)


def _with_reach(network: Network, offers: list[Offer], acts: Delegate | None) -> list[dict[str, Any]]:
    # Words that are hidden lead to nobody.
    found = reach(network, {one.member_id for one in offers if one.words.readable}, acts)
    return [{"offer": one, "reach": _ways(one, found)} for one in offers]


def _ways(one: Offer, found: Mapping[int, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return [who for who in found.get(one.member_id, ()) if who["url"] or who["wait"]] if one.words.readable else []


def own(acts: Delegate) -> dict[str, Any]:
    """Return what a member offers and looks for, each with what others have that fits it, and who of it can be found.

    Where somebody's own words are hidden, also where they read why. Four queries, and two for what is hidden. An offer
    fits a wish about the same of another member, and the other way round. No order of merit: newest first.
    """
    member = acts.member
    mine = list(_open(member.network).filter(member=member))
    others = _open(member.network).filter(what__in={one.what for one in mine}).exclude(member=member)
    rows = _with_reach(member.network, [one for one in others if one.words.readable], acts)
    gone = [one.words_id for one in mine if not one.words.readable]
    hidden = why_hidden(gone, acts.person) if gone else {}
    told = [
        {
            "offer": one,
            "fitting": [row for row in rows if _fits(one, row["offer"])][:FITTING],
            "why_url": hidden.get(one.words_id, ""),
        }
        for one in mine
    ]
    return {"rows": told, "found": reach(member.network, [member.pk], acts)}


def _fits(one: Offer, other: Offer) -> bool:
    return one.what == other.what and one.direction != other.direction


def offering(what: str) -> Q:
    """Return the condition for members who offer this now."""
    return Q(Exists(Offer.objects.filter(member=OuterRef("pk"), direction="offer", what=what, withdrawn_at=None)))


def offer_of(network: Network, public_id: str) -> Offer:
    """Return what a member of this network offers or looks for, by its id; raises Http404."""
    found = Offer.objects.select_related("member__network__stream")
    return get_object_or_404(found, member__network=network, public_id=public_id)


def _open(network: Network) -> QuerySet[Offer]:
    found = Offer.objects.filter(member__network=network, member__left_at=None, withdrawn_at=None)
    return found.select_related("member", "words__current")


TABS = (Tab(key="offers", label=_("Offers and wishes"), url_name="offers:board", order=30),)
