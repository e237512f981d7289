"""What do we show: what can be reported, what is hidden and why, what waits for a key, and a case for who looks."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from communityup.base.ids import is_id
from communityup.base.prepared import prepared
from communityup.network.decency import permissions
from communityup.network.decency.models import ASK_WITHIN, FIRST, SECOND, Appeal, Case, Holder, Key, Report
from communityup.network.members.permissions import delegate_of
from communityup.network.networks.models import Coordinator, Network
from communityup.network.networks.permissions import Viewer
from communityup.network.networks.queries import Fact
from communityup.people.models import Person
from communityup.texts.actions import own_words
from communityup.texts.models import Level, Reason, Text
from communityup.texts.places import fields_of, place_of
from communityup.texts.queries import Kind, Placed, kinds, placed, read
from communityup.ui.templatetags.ui import long_date

OURS = "communityup.network."
ON_A_PAGE, FEW_SHOWN, ENDED_SHOWN, MOST_LOOKED_UP = 10, 50, 50, 500

Waits = tuple[Case, Person, dt.datetime]
"""A case that waits for the key of somebody, and since when."""


def open_kinds() -> list[Kind]:
    """Return the kinds of words of networks that everybody can read: these can be reported."""
    return [
        kind
        for kind in kinds().values()
        if kind.level == Level.PUBLIC and kind.holders.model.__module__.startswith(OURS)
    ]


def few_kinds(network: Network, person: Person) -> list[Kind]:
    """Return the kinds of words that only some read, each showing of them only what this person reads here."""
    found = [kind for kind in kinds().values() if kind.seen_by is not None]
    return [replace(kind, shown=kind.seen_by(person, network.stream_id)) for kind in found if kind.seen_by is not None]


def place_here(network: Network, text: Text, person: Person) -> Placed:
    """Return where words stand in this network that everybody, or this person, reads now; raises Http404 for others."""
    fields = fields_of(text)
    chosen = [kind for kind in (*open_kinds(), *few_kinds(network, person)) if kind.field in fields]
    found = read(placed(chosen=chosen, only_shown=True, stream=network.stream_id, text=text.pk)) if chosen else []
    if not found or found[0].erased:
        raise Http404
    return found[0]


def readable(network: Network, public_id: str, person: Person) -> tuple[Text, Placed]:
    """Return words of this network by their id; raises Http404 alike for unknown ones and what one does not read."""
    text = Text.objects.select_related("current").filter(public_id=public_id).first() if is_id(public_id) else None
    if text is None:
        raise Http404
    return text, place_here(network, text, person)


def to_report(network: Network, wanted: str, page: str, person: Person) -> dict[str, Any]:
    """Return words that can be reported, with a search; in an order that tells neither when nor by whom (R12).

    Apart from these, as `few`, what only this person and some others read; not what they wrote themselves.
    """
    chosen: dict[str, Any] = {"text__current__body__icontains": wanted} if wanted else {}
    shown = {"text__current__erased_at": None, "text__current__hidden_at": None, **chosen}
    found = placed(chosen=open_kinds(), only_shown=True, stream=network.stream_id, **shown)
    rows = read(found[:MOST_LOOKED_UP])
    rows.sort(key=lambda row: salted_hmac("decency.order", row.public_id, algorithm="sha256").digest())
    mine = placed(chosen=few_kinds(network, person), only_shown=True, stream=network.stream_id, **shown)
    few = [row for row in read(mine[:MOST_LOOKED_UP]) if row.author != person.pk]
    few.sort(key=lambda row: (row.kind.field, row.public_id))
    return {"wanted": wanted, "page_obj": Paginator(rows, ON_A_PAGE).get_page(page), "few": few[:FEW_SHOWN]}


def hidden(network: Network) -> dict[str, Any]:
    """Return what is hidden now and what was, each with its reason; the same for everybody, and never the words."""
    public = Case.objects.filter(network=network, is_for_few=False, hidden_at__isnull=False)
    cases = list(public.order_by("-hidden_at")[:ENDED_SHOWN])
    now = [one for one in cases if one.ended_at is None]
    texts = [one.text_id for one in now]
    there = read(placed(chosen=open_kinds(), only_shown=True, stream=network.stream_id, text__in=texts)) if now else []
    places = {one.text: one for one in there}
    return {
        "now": [{"case": one, "place": places.get(one.text_id), "url": _where(network, places, one)} for one in now],
        "earlier": [{"case": one, "label": label_of(one)} for one in cases if one.ended_at is not None],
        "counts": counts(network),
        "holders": Holder.objects.filter(network=network, until=None, member__left_at=None).count(),
    }


def counts(network: Network) -> list[tuple[str, int]]:
    """Return of how many words of this network it is hidden now for which reason; one query."""
    public = Case.objects.filter(network=network, is_for_few=False)
    found = public.filter(hidden_at__isnull=False, ended_at=None).order_by()
    rows = dict(found.values_list("reason").annotate(number=Count("pk")))
    return [(str(one.label), rows[one.value]) for one in Reason if one.value in rows]


def facts(network: Network) -> list[Fact]:
    """Tell on the page of a network how many words are hidden, for which reasons; nothing when there are none."""
    told = ", ".join(f"{label}: {number}" for label, number in counts(network))
    return [Fact(label=_("Hidden words"), value=told, url=page(network), leads=True)] if told else []


def page(network: Network) -> str:
    """Return the address where one reads what is hidden in this network, and reports words."""
    return reverse("decency:hidden", args=[network.slug])


def label_of(case: Case) -> str:
    """Return of which sort the words of a case are."""
    kind = kinds().get(case.kind)
    return "" if kind is None else str(kind.label)


def around(network: Network, viewer: Viewer) -> dict[str, Any]:
    """Return what the page offers to one person: what waits for their key, and whether they hold one."""
    if not isinstance(viewer, Person):
        return {"waiting": [], "reported": [], "own_hidden": [], "own_holder": None, "may_hold": False}
    own = delegate_of(network, viewer)
    coordinates = network.coordinators.filter(until=None, person=viewer).exists()
    return {
        "waiting": [case for case, _person, _since in waiting(network, viewer)],
        "reported": reported(network, viewer),
        "own_hidden": [{"case": case, "label": label_of(case)} for case in own_hidden(viewer, network=network)],
        "own_holder": Holder.objects.filter(network=network, person=viewer, until=None).first(),
        "may_hold": own is not None and not coordinates,
    }


def waiting(network: Network, person: Person) -> list[Waits]:
    """Return which cases of a network wait for the keys of somebody. Always ten queries at most."""
    keys = _open_keys().filter(case__network=network, person=person)
    here = Coordinator.objects.filter(until=None, network=network, person=person)
    cases = list(_without_first_key().filter(network__in=here.values("network")))
    return _waits(keys, cases, set(here.values_list("pk", flat=True)))


def _waits(keys: Iterable[Key], cases: list[Case], coordinators: set[int]) -> list[Waits]:
    """Return for whom these keys wait, and for which of these coordinators (by key) cases without a first key."""
    found = [(key.case, key.person, key.asked_at) for key in keys if key.person is not None]
    free = permissions.free_coordinators_by(cases, permissions.concerned_by(cases)) if cases else {}
    return found + [
        (case, one.person, case.opened_at) for case in cases for one in free[case.pk] if one.pk in coordinators
    ]


def _open_keys() -> QuerySet[Key]:
    looks = Q(look=FIRST, case__confirmed_at=None) | Q(look=SECOND, case__appeal__decided_at=None)
    keys = Key.objects.filter(looks, given_at=None, passed_at=None, case__ended_at=None)
    return keys.select_related("person", "case__network").order_by("asked_at", "pk")


def _without_first_key() -> QuerySet[Case]:
    without = ~Exists(Key.objects.filter(case=OuterRef("pk"), look=FIRST, place=1, passed_at=None))
    return _whole().filter(without, ended_at=None, confirmed_at=None)


def reported(network: Network, viewer: Person) -> list[Case]:
    """Return what somebody reported here: what is looked at, and what stayed as long as one can ask two others."""
    stayed = Q(ended_at__gt=timezone.now() - ASK_WITHIN, end__in=permissions.STAYS)
    found = Case.objects.filter(Q(ended_at=None) | stayed, network=network, reports__person=viewer)
    return list(found.distinct().order_by("-opened_at", "-pk"))


def own_hidden(viewer: Viewer, **where: Any) -> list[Case]:
    """Return which words of somebody are hidden now, the newest first; `where` are lookups of cases."""
    if not isinstance(viewer, Person):
        return []
    wrote = Q(text__current__author=viewer) | Q(text__current__author=None)
    cases = list(_whole().filter(wrote, hidden_at__isnull=False, ended_at=None, **where).order_by("-hidden_at", "-pk"))
    speakers = permissions.speakers_by(cases)
    return [case for case in cases if viewer.pk in speakers[case.pk]]


def why_hidden(texts: Collection[int], viewer: Viewer) -> dict[int, str]:
    """Return where somebody reads why their own words (by key) are hidden, and what they can do; of no others."""
    found = own_hidden(viewer, text__in=texts)
    return {case.text_id: reverse("decency:case", args=[case.network.slug, case.public_id]) for case in found}


def reported_before(text: Text, viewer: Person) -> bool:
    """Say whether somebody reported these words, and it is not over yet."""
    return Case.objects.filter(text=text, ended_at=None, reports__person=viewer).exists()


def case_of(network: Network, public_id: str, viewer: Viewer) -> Case:
    """Return a case of this network for who looks at it or whose words it are; raises Http404 for all others."""
    case = get_object_or_404(_whole(), network=network, public_id=public_id)
    if not permissions.may_see(case, viewer):
        raise Http404
    return case


def case_page(case: Case, viewer: Viewer) -> dict[str, Any]:
    """Return what the page of a case shows to who looks at it, or to whose words it are."""
    place, key = place_of(case.text, stream=case.network.stream_id), permissions.key_of(case, viewer)
    appeal = Appeal.objects.filter(case=case).select_related("words__current").first()
    mine = permissions.speaks_for(case, viewer)
    looks, again = key is not None, Case.objects.filter(again_of=case).first()
    return {
        "case": case,
        "label": label_of(case),
        "url": place.url(case.network.slug) if place is not None and permissions.reads(case, viewer) else "",
        "words": own_words(case.text) if looks or mine else "",
        "mine": mine,
        "key": key,
        "can_turn": looks and key is not None and key.given_at is None,
        "is_second": looks and key is not None and key.look != FIRST,
        "reports": reports_of(case) if looks else [],
        "appeal": appeal,
        "may_ask": mine and case.confirmed_at is not None and case.is_hidden and appeal is None,
        "may_ask_others": permissions.may_ask_others(case, viewer),
        "looked_again": again if again is not None and permissions.reported_by(case, viewer) else None,
    }


def reports_of(case: Case) -> list[Report]:
    """Return what was said of these words, here and in the case that is looked at again; the first one first."""
    said = Report.objects.filter(case__in=permissions.both_looks(case)).select_related("words__current")
    return list(said.order_by("reported_at", "pk"))


def going_on(network: Network) -> list[Case]:
    """Return the cases of a network in which somebody's turn can be."""
    waits = Q(confirmed_at=None) | Q(appeal__isnull=False, appeal__decided_at=None)
    return list(_whole().filter(waits, network=network, ended_at=None))


def due() -> list[Case]:
    """Return the cases that a job looks at: those that are not over."""
    return list(_whole().filter(ended_at=None).order_by("pk"))


def over(before: dt.datetime) -> QuerySet[Case]:
    """Return the cases about which nothing can be asked any more, also not in the one that looks at them again.

    These ended, were confirmed long ago without an open look, or ended so long ago that nobody can ask two others.
    """
    waits = Appeal.objects.filter(case=OuterRef("pk"), decided_at=None)
    asks = Q(end__in=permissions.STAYS, again_of=None, ended_at__gt=before)
    done = (Q(ended_at__isnull=False) & ~asks) | (Q(confirmed_at__lte=before, ended_at=None) & ~Exists(waits))
    again = Case.objects.filter(again_of=OuterRef("pk")).exclude(done)
    return Case.objects.filter(done).exclude(Exists(again))


def was_hidden_before(case: Case) -> bool:
    """Say whether these words were hidden before and came back: then only two hide them."""
    return Case.objects.filter(text=case.text_id, hidden_at__isnull=False).exclude(pk=case.pk).exists()


def tell_app(case: Case) -> None:
    """Tell the app that keeps these words that they went or came back, inside this transaction."""
    place = place_of(case.text, stream=case.network.stream_id)
    if place is not None:
        place.kind.changed(Text.objects.select_related("current").get(pk=case.text_id))


def tasks(emails: Collection[str]) -> list[dict[str, Any]]:
    """Return the cases that wait for the keys of the people with these addresses; as many queries for all of them."""
    given = frozenset(emails)
    rows = _waits(_keys_of(given), _cases_for(given), set(_coordinators(given)))
    return [
        _task(case.network.slug, case.network.name, case.public_id, since, person.email) for case, person, since in rows
    ]


@prepared
def _keys_of(emails: frozenset[str]) -> QuerySet[Key]:
    return _open_keys().filter(person__email__in=emails)


@prepared
def _cases_for(emails: frozenset[str]) -> QuerySet[Case]:
    here = Coordinator.objects.filter(until=None, person__email__in=emails)
    return _without_first_key().filter(network__in=here.values("network"))


@prepared
def _coordinators(emails: frozenset[str]) -> QuerySet[Coordinator, int]:
    return Coordinator.objects.filter(until=None, person__email__in=emails).values_list("pk", flat=True)


def appeals(emails: Collection[str]) -> list[dict[str, Any]]:
    """Return the hidden words for which people with these addresses can ask another look, with the day it is over.

    One query when there are none, and as many for one as for many.
    """
    cases = _hidden_of(frozenset(emails), timezone.now() - ASK_WITHIN)
    speakers = permissions.speakers_by(cases)
    everybody = set().union(*speakers.values())
    people = dict(Person.objects.filter(pk__in=everybody, email__in=emails).values_list("pk", "email")) if cases else {}
    return [
        {
            **_task(case.network.slug, case.network.name, case.public_id, case.confirmed_at, people[person]),
            "about": _("%(what)s (to ask before %(day)s)")
            % {"what": capfirst(label_of(case)), "day": long_date(case.confirmed_at + ASK_WITHIN)},
        }
        for case in cases
        for person in sorted(speakers[case.pk] & set(people))
        if case.confirmed_at is not None
    ]


@prepared
def _hidden_of(emails: frozenset[str], since: dt.datetime) -> QuerySet[Case]:
    """Return what these people can ask another look for, and what nobody wrote here: perhaps in their name."""
    wrote = Q(text__current__author__email__in=emails) | Q(text__current__author=None)
    return _whole().filter(permissions.can_still_ask(since), wrote)


def _task(slug: str, name: str, case: str, since: dt.datetime, email: str) -> dict[str, Any]:
    return {
        "url": reverse("decency:case", args=[slug, case]),
        "about": _("Reported words"),
        "network": name,
        "since": since,
        "email": email,
    }


def _where(network: Network, places: dict[int, Placed], case: Case) -> str:
    place = places.get(case.text_id)
    return "" if place is None else place.url(network.slug)


def _whole() -> QuerySet[Case]:
    return Case.objects.select_related("network__stream", "text__current__author").order_by("opened_at", "pk")
