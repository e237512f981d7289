"""What do we show of agreements: those that hold, who is in each, whose word is waited for; and what is due."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from communityup.network.accords.models import Accord, Yes
from communityup.network.members.models import CoreMembership, Delegate
from communityup.network.networks.models import Network
from communityup.network.networks.queries import Fact, Tab

MOST_ENDED = 50
BEFORE_END = dt.timedelta(days=30)
TAB = Tab(
    key="accords", label=pgettext_lazy("of a network", "Agreements"), url_name="accords:list", order=70, at_foot=True
)


def inside(accord: Accord) -> QuerySet[Yes]:
    """Return the yes of each member that is in an agreement and still in the network."""
    return accord.yeses.filter(member__left_at=None)


def due() -> QuerySet[Accord]:
    """Return the agreements whose day of review came, and of which nobody was told yet."""
    untold = Q(told_for=None) | ~Q(told_for=F("review_on"))
    return Accord.objects.filter(untold, ended_at=None, review_on__lte=timezone.localdate()).order_by("pk")


def core_to_ask() -> QuerySet[CoreMembership]:
    """Return the years in the core that end within a month, have no next one, and of which nobody was asked."""
    today = timezone.localdate()
    later = CoreMembership.objects.filter(member=OuterRef("member"), stopped_at=None, starts_on__gt=OuterRef("ends_on"))
    found = CoreMembership.objects.filter(
        ~Exists(later), stopped_at=None, asked_anew=None, member__left_at=None,
        ends_on__gte=today, ends_on__lte=today + BEFORE_END,
    )  # fmt: skip
    return found.order_by("pk")


def page(network: Network, own: Delegate | None) -> dict[str, Any]:
    """Return the agreements of a network, the next one to look at first; three queries."""
    kept = Accord.objects.filter(network=network).select_related("words__current", "replaces__words__current")
    open_ones = list(kept.filter(ended_at=None).order_by("review_on", "pk"))
    said: dict[int, list[Yes]] = {one.pk: [] for one in open_ones}
    yeses = Yes.objects.filter(accord__in=open_ones, member__left_at=None).select_related("member")
    for one in yeses.order_by("member__name", "pk"):
        said[one.accord_id].append(one)
    return {
        "rows": [_row(accord, said[accord.pk], own) for accord in open_ones],
        "ended": list(kept.filter(ended_at__isnull=False).order_by("-ended_at", "-pk")[:MOST_ENDED]),
        "own_delegate": own,
    }


def _row(accord: Accord, said: list[Yes], own: Delegate | None) -> dict[str, Any]:
    mine = next((one for one in said if own is not None and one.member_id == own.member_id), None)
    due = accord.review_on <= timezone.localdate()
    return {
        "accord": accord,
        "names": ", ".join(one.member.name for one in said),
        "alone": len(said) < 2,  # noqa: PLR2004 - an agreement is between two at least
        "due": due,
        "mine": mine,
        "wishes": [{"name": one.member.name, "wish": one.get_wish_display()} for one in said] if due else [],
    }


def accord_of(network: Network, public_id: str) -> Accord:
    """Return an agreement of this network by its id; raises Http404."""
    found = Accord.objects.select_related("network__stream", "words__current").filter(network=network)
    accord = found.filter(public_id=public_id).first()
    if accord is None:
        raise Http404
    return accord


def facts(network: Network) -> list[Fact]:
    """Tell on the page of a network and its factsheet how many agreements members keep, and when one is looked at."""
    days = list(Accord.objects.filter(network=network, ended_at=None).order_by("review_on").values_list("review_on"))
    if not days:
        return []
    value = ngettext("%(count)d agreement among members", "%(count)d agreements among members", len(days))
    url = reverse("accords:list", args=[network.slug])
    return [Fact(label=_("What we agreed"), value=value % {"count": len(days)}, url=url)]
