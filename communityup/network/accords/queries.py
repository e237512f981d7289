"""What do we show of agreements: those that hold, who is in each, whose word is waited for; and what is due."""

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from communityup.network.accords.models import Accord, Yes
from communityup.network.members.models import CoreMembership, Delegate, Member
from communityup.network.members.queries import core_today
from communityup.network.networks.models import Network
from communityup.network.networks.queries import Fact, Tab
from communityup.ui.templatetags.ui import long_date

MOST_ENDED = 50
BEFORE_END = dt.timedelta(days=30)
# Advice, never a refusal: in a season one newcomer for so many in the core (T4, R28).
SEASON, CORE_PER_NEW = dt.timedelta(days=90), 3
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


def balance(network: Network) -> dict[str, Any]:
    """Return who is in the core and until when, and advice about newcomers beside it and about who stays; two queries.

    Advice and never a refusal (R28): one newcomer in a season for every three in the core (T4).
    """
    later = CoreMembership.objects.filter(member=OuterRef("member"), stopped_at=None, starts_on__gt=OuterRef("ends_on"))
    years = core_today().filter(member__network=network).annotate(next=Exists(later)).order_by("member__name", "pk")
    rows = years.values("ends_on", "next", name=F("member__name"), of=F("member__public_id"))
    core: list[dict[str, Any]] = [{**row} for row in rows]
    came = Member.objects.filter(network=network, left_at=None).order_by().values_list("since", flat=True)
    new = [since >= timezone.now() - SEASON for since in came]
    # In its first season everybody of a network is new.
    advice = ["" if all(new) else _growth(sum(new), len(core)), _continuity(core)]
    return {"core": core, "advice": [words for words in advice if words]}


def _growth(new: int, core: int) -> str:
    if not core:
        return _("Nobody is in the core now. When some members give a year, newcomers get to know a group that stays.")
    beside = {"new": new, "core": core}
    came = ngettext("In three months %(new)d newcomer came", "In three months %(new)d newcomers came", new) % beside
    came = came if new else _("In three months nobody came")
    beside_core = ngettext("beside %(core)d in the core", "beside %(core)d in the core", core) % beside
    if new * CORE_PER_NEW <= core:
        rule = _("That fits: with one newcomer for every three of the core it stays a group that knows each other.")
    else:
        rule = _("With one newcomer for every three of the core it stays a group that knows each other. You decide.")
    return f"{came}, {beside_core}. {rule}"


def _continuity(core: list[dict[str, Any]]) -> str:
    """Say how many stay, and of how many the year ends within three months without a next one."""
    soon = timezone.localdate() + SEASON
    ending = sorted(one["ends_on"] for one in core if one["ends_on"] <= soon and not one["next"])
    if not core:
        return ""
    if not ending:
        return _("Everybody of the core stays for the next three months at least.")
    told = ngettext(
        "Of %(count)d of the core the year ends soon, on %(day)s, and no next one was given.",
        "Of %(count)d of the core the year ends soon, the first on %(day)s, and no next one was given.",
        len(ending),
    ) % {"count": len(ending), "day": long_date(ending[0])}
    return told + " " + _("Talk in time about who stays, and who takes over.")


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
    """Tell on the page of a network and its factsheet who is in the core, and how many agreements members keep."""
    return [*core_facts(network), *_agreed(network)]


def _agreed(network: Network) -> list[Fact]:
    days = list(Accord.objects.filter(network=network, ended_at=None).order_by("review_on").values_list("review_on"))
    if not days:
        return []
    value = ngettext("%(count)d agreement among members", "%(count)d agreements among members", len(days))
    url = reverse("accords:list", args=[network.slug])
    return [Fact(label=_("What we agreed"), value=value % {"count": len(days)}, url=url)]


def core_facts(network: Network) -> list[Fact]:
    """Return how many members are in the core, and how many of these were in it before; told, never ranked (B39)."""
    earlier = CoreMembership.objects.filter(
        member=OuterRef("member"), stopped_at=None, ends_on__lt=OuterRef("starts_on")
    )
    years = core_today().filter(member__network=network).annotate(before=Exists(earlier))
    found = list(years.values_list("before", flat=True))
    if not found:
        return []
    core = ngettext("%(count)d member for a year", "%(count)d members for a year", len(found)) % {"count": len(found)}
    return [Fact(label=_("Core"), value=f"{core}, {_again(sum(found), len(found))}")]


def _again(earlier: int, core: int) -> str:
    """Say how many of the core were in it before."""
    if not earlier:
        return ngettext("in it for the first time", "all in it for the first time", core)
    if earlier == core:
        return ngettext("that was in it before", "all of whom were in it before", core)
    told = ngettext("%(count)d of them was in it before", "%(count)d of them were in it before", earlier)
    return told % {"count": earlier}
