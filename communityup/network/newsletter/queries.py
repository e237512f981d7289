"""What do we show of staying informed: what one signs up for, and to what the link in a letter leads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from communityup.network.networks.models import Network
from communityup.network.networks.queries import Fact, Tab
from communityup.network.newsletter import permissions
from communityup.network.newsletter.models import Ask, AskedByList, Subscription, Suppression, Topic
from communityup.post.queries import site_address

_EARLIER: list[str] = []
_SHIELDING: list[Callable[[Network, str, datetime], None]] = []
YES = gettext_lazy("Yes, keep me informed")
TAB = Tab(key="letters", label=gettext_lazy("Stay informed"), url_name="newsletter:sign_up", order=80, at_foot=True)


def register_earlier(url_name: str, *, writing: str) -> None:
    """Say where one reads the letters that went out, and where coordinators write one; called in AppConfig.ready."""
    _EARLIER[:] = [url_name, writing]


def register_shielding(act: Callable[[Network, str, datetime], None]) -> None:
    """Do this when the owner of an address says “that was not me”; called in AppConfig.ready.

    It gets the network of the letter, the hash of the address, and when that letter was written.
    """
    if act not in _SHIELDING:
        _SHIELDING.append(act)


def shielding() -> list[Callable[[Network, str, datetime], None]]:
    """Return what apps above do when the owner of an address says “that was not me”."""
    return _SHIELDING


def explanation(network: Network) -> list[tuple[str, str]]:
    """Return what somebody should know before signing up (A50), as label and words; the proof keeps the same."""
    return [
        (_("What it is"), _("Letters by mail of the network “%(name)s”") % {"name": network.name}),
        (_("What for"), str(network.purpose)),
        (_("Who writes"), _("%(sender)s, through %(site)s") % {"sender": network.sender, "site": settings.SITE_NAME}),
        (
            _("How often"),
            _(
                "Usually a few times a year, when there is news: at most one newsletter a day. Who chooses sessions "
                "also gets a mail each time the date of a session is set or changes, or when it is called off."
            ),
        ),
        (
            _("Your address"),
            _(
                "We keep your e-mail address and your choice, with the moment and the words you agreed to. Nobody else "
                "gets them, and the network cannot read your address. When you stop, they are deleted."
            ),
        ),
    ]


def wording(network: Network, topics: list[str]) -> str:
    """Return the words that somebody read and agreed to, as the proof of consent keeps them, in their language."""
    told = [f"{label}: {words}" for label, words in explanation(network)]
    ticked = [f"[x] {Topic(topic).label}" for topic in topics]
    return "\n".join([*told, *ticked, f"[x] {YES}"])


def networks_to_choose() -> list[dict[str, Any]]:
    """Return all networks as rows that lead to their form."""
    return [
        {"url": reverse("newsletter:sign_up", args=[slug]), "title": name, "note": theme}
        for slug, name, theme in Network.objects.values_list("slug", "name", "theme")
    ]


def facts(network: Network) -> list[Fact]:
    """Tell on the page of a network and on its factsheet that one can stay informed."""
    address = reverse("newsletter:sign_up", args=[network.slug])
    return [Fact(label=TAB.label, value=_("by mail, without an account"), url=address)]


def form_page(network: Network, *, for_coordinator: bool) -> dict[str, Any]:
    """Return what stands beside the form; for a coordinator also how many people stay informed."""
    earlier, writing = (reverse(name, args=[network.slug]) for name in _EARLIER)
    told: dict[str, Any] = {"explanation": explanation(network), "earlier_url": earlier, "writing_url": writing}
    return told | {"counts": counts(network)} if for_coordinator else told


def counts(network: Network) -> dict[str, Any]:
    """Return how many people stay informed, and about what; never who. For the coordinators."""
    each = {topic.value: Count("pk", filter=Q(**{topic.value: True})) for topic in Topic}
    found = network.subscriptions.order_by().aggregate(everybody=Count("pk"), **each)
    return {"everybody": found["everybody"], "topics": [(topic.label, found[topic.value]) for topic in Topic]}


def ask_of(token: str) -> tuple[Ask | None, Subscription | None]:
    """Return to what the link of a letter to confirm leads: what waits for a yes, or what it was said to."""
    public_id = permissions.opened_by(permissions.CONFIRM, token)
    if public_id is None:
        return None, None
    asked = Ask.objects.select_related("network__stream").filter(public_id=public_id)
    waiting = asked.filter(asked_at__gte=permissions.oldest_ask()).first()
    said = Subscription.objects.select_related("network__stream").filter(asked_as=public_id).first()
    return waiting, said


def reader_of(purpose: str, token: str) -> Subscription | None:
    """Return whose letters a link is about; None when it is not ours, or they stopped."""
    public_id = permissions.opened_by(purpose, token)
    return Subscription.objects.select_related("network__stream").filter(public_id=public_id).first()


@dataclass(frozen=True, kw_only=True)
class AddressLink:
    """A link about an address: from which network, the hash of the address, when it was written, if it opens again."""

    network: Network
    address_hash: str
    written: datetime | None
    opens: bool


def address_of(token: str) -> AddressLink:
    """Return to what a link “that was not me”, or one that opens an address again, leads; raises Http404."""
    opening = permissions.opened_by(permissions.OPEN, token)
    about = opening or permissions.opened_by(permissions.NOT_ME, token) or ""
    network, hashed, moment = [*about.split("-", 2), "", "", ""][:3]
    found = get_object_or_404(Network.objects.select_related("stream"), public_id=network)
    written = permissions.written_at(moment)
    opens = opening is not None and written is not None and written >= permissions.oldest_ask()
    return AddressLink(network=found, address_hash=hashed, written=written, opens=opens)


def letter_links(network: Network, ask_id: str, hashed: str) -> dict[str, str]:
    """Return the two links of a letter to confirm: yes, and that was not me."""
    yes = permissions.token(permissions.CONFIRM, ask_id)
    return {
        "confirm_url": site_address() + reverse("newsletter:confirm", args=[yes]),
        "not_me_url": not_me_url(network, hashed),
    }


def not_me_url(network: Network, hashed: str) -> str:
    """Return the link that lets no mail of any form come to an address any more."""
    token = permissions.address_token(permissions.NOT_ME, network, hashed)
    return site_address() + reverse("newsletter:not_me", args=[token])


def readers(network: Network, topic: Topic) -> QuerySet[Subscription]:
    """Return who said yes to letters about one topic, whatever else they chose; nobody else may be written to."""
    return network.subscriptions.filter(**{topic.value: True}).order_by("pk")


@dataclass(frozen=True, kw_only=True)
class OfAList:
    """What is known of the addresses of an earlier list: the new ones, the hashes asked before, and how many others."""

    new: list[str]
    asked: set[str]
    counts: dict[str, int]


def of_a_list(network: Network, addresses: Sequence[str]) -> OfAList:
    """Return which addresses nobody knows here yet, in their order; four queries."""
    known = set(network.subscriptions.filter(email__in=addresses).values_list("email", flat=True))
    known |= set(network.letters_asked.filter(email__in=addresses).values_list("email", flat=True))
    hashes = {permissions.address_hash(one): one for one in addresses}
    shielded = Suppression.objects.filter(address_hash__in=hashes).values_list("address_hash", flat=True)
    shut = {hashes[one] for one in shielded} - known
    asked = AskedByList.objects.filter(network=network, address_hash__in=hashes)
    return OfAList(
        new=[one for one in addresses if one not in known and one not in shut],
        asked=set(asked.values_list("address_hash", flat=True)),
        counts={"known": len(known), "shielded": len(shut)},
    )


def words_of_a_list(network: Network, topics: list[str], language: str) -> dict[str, str]:
    """Return what somebody of an earlier list reads before saying yes, and where: on the page behind the letter."""
    with override(language):
        return {"wording": wording(network, topics), "form_address": site_address() + reverse("newsletter:start")}


def own_links(reader: Subscription) -> dict[str, str]:
    """Return the links that stand under every letter: to choose other topics, and to stop."""
    choose, stop = permissions.choice_token(reader), permissions.stop_token(reader)
    return {
        "choose_url": site_address() + reverse("newsletter:choose", args=[choose]),
        "stop_url": site_address() + reverse("newsletter:stop", args=[stop]),
    }
