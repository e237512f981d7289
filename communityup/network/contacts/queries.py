"""What do we show of who can be found, and of one's own messages: the newest first, addresses only by choice."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from communityup.base.errors import Refused
from communityup.network.contacts import permissions
from communityup.network.contacts.models import Message, Profile, Reply
from communityup.network.members.models import Delegate
from communityup.network.networks.models import Network
from communityup.network.networks.queries import coordinators_of
from communityup.people.actors import Actor
from communityup.people.models import Person

ON_A_PAGE, MOST_SHOWN = 50, 50


def who_is_who(network: Network, person: Person, filters: Mapping[str, str], page: str) -> Page[Profile]:
    """Return one page of who can be found, in the order of their members; `filters`: words in what they tell.

    Each with why this person cannot write to them now, if so (`why_not`).
    """
    found = permissions.with_ways(permissions.visible(network), person)
    if words := filters.get("words"):
        told = ("role", "about__current__body", "member__name", "person__display_name")
        found = found.filter(Q(*((f"{name}__icontains", words) for name in told), _connector=Q.OR))
    chosen = Paginator(found.order_by("member__name", "pk"), ON_A_PAGE).get_page(page)
    for one in chosen:
        one.why_not = permissions.why_not(one)  # type: ignore[attr-defined]  # beside the row, for its page
    return chosen


def own_profile(network: Network, person: Person) -> Profile | None:
    """Return what somebody tells of themselves here, if they chose to be found."""
    return Profile.objects.select_related("about__current").filter(network=network, person=person).first()


def profile_of(network: Network, public_id: str) -> Profile:
    """Return who can be found by this id; raises Http404 for who cannot or no longer."""
    return get_object_or_404(permissions.visible(network), public_id=public_id)


def reached(network: Network, members: Collection[int], own: Delegate) -> dict[int, list[dict[str, Any]]]:
    """Return who of these members can be found, by member in the order of their choice; for others where to write.

    When one cannot write to somebody now, there is no address, and `wait` says why; two queries at most.
    """
    found = defaultdict[int, list[dict[str, Any]]](list)
    here = permissions.with_ways(permissions.visible(network), own.person).filter(member__in=members)
    chosen = list(here.order_by("since", "pk"))
    mine = permissions.wait_of(own.person) if any(one.member_id != own.member_id for one in chosen) else ""
    for one in chosen:
        is_other = one.member_id != own.member_id
        wait = (mine or permissions.why_not(one)) if is_other else ""
        url = reverse("contacts:write", args=[network.slug, one.public_id]) if is_other and not wait else ""
        told = {"person": one.person_id, "name": one.person, "role": one.role, "url": url, "wait": wait}
        found[one.member_id].append(told)
    return found


def message_of(network: Network, public_id: str, person: Person) -> Message:
    """Return a message that this person may read; raises Http404 for all others."""
    found = Message.objects.select_related("network__stream", "sender", "receiver", "words__current").filter(
        network=network, public_id=public_id
    )
    message = found.first()
    if message is not None and message.receiver_id == person.pk and message.words_id is None:
        raise Refused(_("Who wrote this message took it back."))
    if message is not None and message.sender_id == person.pk and message.taken_back_at is not None:
        raise Refused(_("You took this message back."))
    if message is None or not permissions.may_read(message, person):
        raise Http404
    return message


def messages_of(network: Network, person: Person) -> list[dict[str, str]]:
    """Return one's conversations as rows, the last word first: who it is with, and who wrote last."""
    last = Reply.objects.filter(message=OuterRef("pk")).order_by("-sent_at", "-pk")
    found = Message.objects.filter(network=network).filter(permissions.of(person)).select_related("sender", "receiver")
    told = found.annotate(last_author=Subquery(last.values("author")[:1]), last_at=Subquery(last.values("sent_at")[:1]))
    newest = told.order_by(Coalesce("last_at", "sent_at").desc(), "-pk")
    return [_row(network, one, person, last_author=one.last_author) for one in newest[:MOST_SHOWN]]


def reported(network: Network, person: Person) -> list[dict[str, str]]:
    """Return what is shown to who coordinates, as rows, the oldest first; nothing they are one of the two in."""
    shown = Message.objects.filter(permissions.shown(), network=network).exclude(permissions.between(person))
    found = shown.order_by("reported_at", "pk")
    return [
        {"url": reverse("contacts:message", args=[network.slug, one.public_id]), "title": _("A message"), "note": ""}
        for one in found[:MOST_SHOWN]
    ]


def _row(network: Network, message: Message, person: Person, *, last_author: int | None) -> dict[str, str]:
    got = message.receiver_id == person.pk
    who = {"name": message.sender if got else message.receiver}
    if message.answered_at is None:
        note = pgettext("a message to one person", "waits for your answer") if got else _("waits for an answer")
    elif last_author == person.pk:
        note = _("you wrote last")
    else:
        note = _("wrote back") if got else _("answered")
    title = _("From %(name)s") % who if got else _("To %(name)s") % who
    return {"url": reverse("contacts:message", args=[network.slug, message.public_id]), "title": title, "note": note}


def page_of(message: Message, person: Person) -> dict[str, Any]:
    """Return what stands on the page of a conversation, for this person. An address only by choice of whose it is."""
    got, sent = message.receiver_id == person.pk, message.sender_id == person.pk
    answered, two = message.answered_at is not None, got or sent
    other = permissions.other_of(message, person)
    reported = permissions.is_shown(message) and (message.receiver_reports if got else message.sender_reports)
    shares = message.shares if got else message.receiver_shares
    return {
        "message": message,
        "got": got,
        "sent": sent,
        "turns": _turns(message, person),
        "other": other if two else None,
        "other_address": other.email if two and answered and shares else "",
        "why_not": permissions.why_no_reply(message, Actor.of(person)) if two else "",
        "may_act": got or (sent and answered),
        "bars": two and permissions.bars(message, person, other),
        "can_take_back": sent and not answered,
        "reported": reported,
        "readers": _readers(message) if reported else [],
        "settles": not two,
        "deleted_on": timezone.localdate(message.sent_at + permissions.KEPT),
    }


def _readers(message: Message) -> list[str]:
    """Return the names of who reads as a coordinator what was shown: not who is one of the two."""
    two = {message.sender_id, message.receiver_id}
    return [str(one) for one in coordinators_of(message.network) if one.person_id not in two]


def shares_already(message: Message, person: Person) -> bool:
    """Say whether somebody chose already that the other one sees their address."""
    return message.shares if message.sender_id == person.pk else message.receiver_shares


def _turns(message: Message, person: Person) -> list[dict[str, Any]]:
    """Return all that the two wrote, the first word first."""
    names = {message.sender_id: message.sender, message.receiver_id: message.receiver}
    said = [(message.sender_id, message.words, message.sent_at)]
    replies = message.replies.select_related("words__current").order_by("sent_at", "pk")
    said += [(one.author_id, one.words, one.sent_at) for one in replies]
    return [{"who": names[author], "mine": author == person.pk, "words": words, "at": at} for author, words, at in said]


def old() -> QuerySet[Message]:
    """Return the messages whose time is over."""
    return Message.objects.filter(sent_at__lt=timezone.now() - permissions.KEPT)


def taken_back() -> QuerySet[Message]:
    """Return what was taken back and is gone, and counts for no day any more."""
    return Message.objects.filter(words=None, sent_at__lt=timezone.now() - permissions.A_DAY_LONG)


def left() -> QuerySet[Profile]:
    """Return what people tell who act for that member no longer, or whose member left."""
    acts = Delegate.objects.filter(member=OuterRef("member"), person=OuterRef("person"), member__left_at=None)
    return Profile.objects.exclude(Exists(acts))
