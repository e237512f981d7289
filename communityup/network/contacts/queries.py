"""What do we show of who can be found, and of one's own messages: the newest first, addresses only by choice."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.network.contacts import permissions
from communityup.network.contacts.models import Block, Message, Profile
from communityup.network.members.models import Delegate
from communityup.network.networks.models import Network
from communityup.people.models import Person

ON_A_PAGE, MOST_SHOWN = 50, 50


def who_is_who(network: Network, filters: Mapping[str, str], page: str) -> Page[Profile]:
    """Return one page of who can be found, in the order of their members; `filters`: words in what they tell."""
    found = permissions.visible(network)
    if words := filters.get("words"):
        told = ("role", "about__current__body", "member__name", "person__display_name")
        found = found.filter(Q(*((f"{name}__icontains", words) for name in told), _connector=Q.OR))
    return Paginator(found.order_by("member__name", "pk"), ON_A_PAGE).get_page(page)


def own_profile(network: Network, person: Person) -> Profile | None:
    """Return what somebody tells of themselves here, if they chose to be found."""
    return Profile.objects.select_related("about__current").filter(network=network, person=person).first()


def profile_of(network: Network, public_id: str) -> Profile:
    """Return who can be found by this id; raises Http404 for who cannot or no longer."""
    return get_object_or_404(permissions.visible(network), public_id=public_id)


def message_of(network: Network, public_id: str, person: Person) -> Message:
    """Return a message that this person may read; raises Http404 for all others."""
    found = Message.objects.select_related(
        "network__stream", "sender", "receiver", "words__current", "answer__current"
    ).filter(network=network, public_id=public_id)
    message = found.first()
    if message is None or not permissions.may_read(message, person):
        raise Http404
    return message


def messages_of(network: Network, person: Person) -> list[dict[str, str]]:
    """Return one's newest messages as rows: who it is with, and whether an answer waits."""
    found = Message.objects.filter(network=network).filter(permissions.of(person)).select_related("sender", "receiver")
    return [_row(network, one, person) for one in found[:MOST_SHOWN]]


def reported(network: Network, person: Person) -> list[dict[str, str]]:
    """Return the messages that were shown to this coordinator, as rows, the oldest first; none that they wrote."""
    shown = Message.objects.filter(network=network, reported_at__isnull=False).exclude(sender=person)
    found = shown.order_by("reported_at", "pk")
    return [
        {"url": reverse("contacts:message", args=[network.slug, one.public_id]), "title": _("A message"), "note": ""}
        for one in found[:MOST_SHOWN]
    ]


def _row(network: Network, message: Message, person: Person) -> dict[str, str]:
    got = message.receiver_id == person.pk
    who = {"name": message.sender if got else message.receiver}
    if message.answered_at is not None:
        note = _("answered")
    else:
        note = _("waits for your answer") if got else _("waits for an answer")
    title = _("From %(name)s") % who if got else _("To %(name)s") % who
    return {"url": reverse("contacts:message", args=[network.slug, message.public_id]), "title": title, "note": note}


def page_of(message: Message, person: Person) -> dict[str, Any]:
    """Return what stands on the page of a message, for this person. An address only by the choice of whose it is."""
    got, sent = message.receiver_id == person.pk, message.sender_id == person.pk
    answered = message.answered_at is not None
    return {
        "message": message,
        "got": got,
        "sent": sent,
        "answered": answered,
        "sender_address": message.sender.email if got and answered and message.shares else "",
        "receiver_address": message.receiver.email if sent and message.answer_shares else "",
        "takes_none": got and _takes_none(message),
        "settles": not got and not sent,
        "deleted_on": timezone.localdate(message.sent_at + permissions.KEPT),
    }


def _takes_none(message: Message) -> bool:
    found = Block.objects.filter(network=message.network_id, person=message.receiver_id, blocked=message.sender_id)
    return found.exists()


def old() -> QuerySet[Message]:
    """Return the messages whose time is over."""
    return Message.objects.filter(sent_at__lt=timezone.now() - permissions.KEPT)


def left() -> QuerySet[Profile]:
    """Return what people tell who act for that member no longer, or whose member left."""
    acts = Delegate.objects.filter(member=OuterRef("member"), person=OuterRef("person"), member__left_at=None)
    return Profile.objects.exclude(Exists(acts))
