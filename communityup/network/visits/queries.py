"""What do we show of visits: what one's own member asks and offers, matches by their reasons, and the visits."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communityup.base.prepared import prepared
from communityup.gatherings import queries as gathered
from communityup.methods import visits as method
from communityup.network.members.models import Delegate, Member
from communityup.network.members.permissions import Viewer, delegate_of
from communityup.network.networks.models import Condition, Network
from communityup.network.networks.queries import Tab
from communityup.network.offers.models import Offer
from communityup.network.positions.queries import shared_in
from communityup.network.visits.models import Form, Proposal, Visit, Wish
from communityup.network.visits.permissions import (
    GUEST,
    refuse_strangers_to_proposal,
    refuse_strangers_to_visit,
    refuse_strangers_to_wish,
)
from communityup.people.models import Person

MOST_SHOWN, MOST_ON_BOARD = 50, 20
Direction = Wish.Direction
CONDITIONS: dict[str, Any] = dict(Condition.choices)
Published = Callable[[Network, str], dict[str, Any]]
"""Gives one page of what visitors told in public, from the network and the number of the page."""
Around = Callable[[Visit, str], dict[str, Any]]
"""Gives what an app above adds to the page of a visit, from the visit and the side of who reads it."""

_PUBLISHED: list[Published] = []
_AROUND: list[Around] = []


@dataclass(frozen=True, kw_only=True)
class Match:
    """A question and an offer that fit, with the reasons in words. There is no score to read."""

    ask: Wish
    offer: Wish
    reasons: list[str]


def register_published(source: Published) -> None:
    """Let an app above tell what visitors told in public; called in AppConfig.ready of the app that has it."""
    _PUBLISHED[:] = [source]


def register_around(source: Around) -> None:
    """Let an app above add to the page of a visit; called in AppConfig.ready of the app that has it."""
    _AROUND[:] = [source]


def listing(network: Network, viewer: Viewer, page: str) -> dict[str, Any]:
    """Return the page that everybody reads: what visitors told in public. What is asked or agreed stands nowhere."""
    shown = _PUBLISHED[0](network, page) if _PUBLISHED else {}
    return {**shown, "own_delegate": delegate_of(network, viewer)}


def mine(own: Delegate) -> dict[str, Any]:
    """Return what one's own member asks and offers, what is proposed to it, and its visits."""
    member, network = own.member, own.member.network
    wishes = list(_open(network).filter(member=member).order_by("direction", "form"))
    proposals = _proposals(network).filter(Q(ask__member=member) | Q(offer__member=member), ended_at=None, visit=None)
    return {
        "member": member,
        "wishes": wishes,
        "proposals": [_proposal_row(one, member) for one in proposals],
        "visits": [_visit_row(one) for one in visits_of(member)],
        "board": board(network, member) if any(one.direction == Direction.ASK for one in wishes) else [],
        "kinds": kinds_left(wishes),
    }


def kinds_left(wishes: Collection[Wish]) -> dict[str, bool]:
    """Return whether one can still ask or offer something: one of each form is open at a time."""
    taken = {(one.direction, one.form) for one in wishes}
    return {one.value: any((one.value, form) not in taken for form in Form.values) for one in Direction}


def wishes_of(person: Person) -> list[dict[str, Any]]:
    """Return what the members for which somebody acts ask and offer about visits, and what came of it; one query."""
    proposed = Proposal.objects.filter(ended_at=None, visit=None)
    here = proposed.filter(Q(ask=OuterRef("pk")) | Q(offer=OuterRef("pk")))
    waits = proposed.filter(Q(ask=OuterRef("pk"), guest_answer="") | Q(offer=OuterRef("pk"), host_answer=""))
    found = Wish.objects.filter(member__delegates__person=person, member__left_at=None, taken_back_at=None, met_at=None)
    found = found.annotate(is_proposed=Exists(here), waits=Exists(waits)).order_by("member__network__name", "pk")
    at = ("member__network__slug", "member__network__name")
    said = ("direction", "is_proposed", "waits", "question__current__body", "words__current__body")
    return [
        {
            "url": reverse("visits:mine", args=[one["member__network__slug"]]),
            "title": one["question__current__body"] or one["words__current__body"] or str(_("A visit")),
            "note": f"{_state_of_wish({**one})} · {one['member__network__name']}",
        }
        for one in found.values(*at, *said)[:MOST_SHOWN]
    ]


def _state_of_wish(one: dict[str, Any]) -> str:
    if one["waits"]:
        return str(_("a proposal waits for your answer"))
    if one["is_proposed"]:
        return str(_("you said yes to a proposal; the other has still to answer"))
    asks = one["direction"] == Direction.ASK
    return str(_("you ask this; somebody who fits is looked for") if asks else _("you offer this"))


def visits_of(member: Member) -> QuerySet[Visit]:
    """Return the visits of a member, as guest and as host, the newest first."""
    found = Visit.objects.filter(Q(guest=member) | Q(host=member)).select_related(
        "network", "guest", "host", "gathering", "question__current"
    )
    return found.order_by("-agreed_at", "-pk")[:MOST_SHOWN]


def board(network: Network, member: Member | None = None) -> list[Offer]:
    """Return what other members offer on the open board about visits (A6), the newest first; one query."""
    offered = Offer.objects.filter(member__network=network, member__left_at=None, withdrawn_at=None)
    found = offered.filter(what=Offer.What.VISIT, direction=Offer.Direction.OFFER).select_related(
        "member", "words__current"
    )
    if member is not None:
        found = found.exclude(member=member)
    return list(found.order_by("-given_at", "-pk")[:MOST_ON_BOARD])


def matching(network: Network) -> dict[str, Any]:
    """Return the page of the coordinators: what is asked and offered, what fits, and what was proposed."""
    wishes = list(_open(network).order_by("member__name", "pk"))
    proposals = list(_proposals(network).order_by("-proposed_at", "-pk")[:MOST_SHOWN])
    agreed = Visit.objects.filter(network=network).select_related(
        "network", "guest", "host", "gathering", "question__current"
    )
    return {
        "asks": [one for one in wishes if one.direction == Direction.ASK],
        "offers": [one for one in wishes if one.direction == Direction.OFFER],
        "matches": matches(network),
        "proposals": [one for one in proposals if one.ended_at is None and not hasattr(one, "visit")],
        "ended": [one for one in proposals if one.ended_at is not None and not hasattr(one, "visit")],
        "visits": [_visit_row(one) for one in agreed.order_by("-agreed_at", "-pk")[:MOST_SHOWN]],
        "board": board(network),
    }


def matches(network: Network) -> list[Match]:
    """Return which questions and offers the machine proposes, by the name of who asks; always three queries.

    As many questions as can be find a place, then what fits best (`methods.visits`): the order tells nothing of that.
    """
    wishes = {one.public_id: one for one in _open(network)}
    known, pairs, room = _told(network, wishes.values()), *_possible(network, list(wishes.values()))
    weights = {pair: method.weight(method.reasons(known[pair[0]], known[pair[1]])) for pair in pairs}
    chosen = method.choose(weights, capacity=room)
    found = [
        Match(ask=wishes[ask], offer=wishes[offer], reasons=in_words(method.reasons(known[ask], known[offer])))
        for ask, offer in chosen
    ]
    return sorted(found, key=lambda one: (one.ask.member.name.casefold(), one.ask.pk))


def possible(network: Network) -> set[tuple[str, str]]:
    """Return which questions and offers could be put together: open, of one form, with room, not together before."""
    return _possible(network, list(_open(network)))[0]


def _possible(network: Network, wishes: Sequence[Wish]) -> tuple[set[tuple[str, str]], dict[str, int]]:
    """Return which pairs there could be, and for how many visits each offer still has room; one query."""
    made = list(Proposal.objects.filter(ask__member__network=network).select_related("ask", "offer"))
    lasting = [one for one in made if one.ended_at is None]
    refused = [one for one in made if Proposal.Answer.NO in (one.guest_answer, one.host_answer)]
    before = {(one.ask.member_id, one.offer.member_id, one.ask.form) for one in [*lasting, *refused]}
    put, busy = {(one.ask_id, one.offer_id) for one in made}, {one.ask_id for one in lasting}
    taken = Counter(one.offer_id for one in lasting)
    offers = [one for one in wishes if one.direction == Direction.OFFER]
    room = {one.public_id: max(one.times - taken[one.pk], 0) for one in offers}
    pairs = {
        (ask.public_id, offer.public_id)
        for ask in wishes
        for offer in offers
        if ask.direction == Direction.ASK
        and ask.pk not in busy
        and room[offer.public_id]
        and ask.form == offer.form
        and ask.member_id != offer.member_id
        and (ask.member_id, offer.member_id, ask.form) not in before
        and (ask.pk, offer.pk) not in put
        and (ask.people or 0) <= (offer.people or 0)
    }
    return pairs, room


def in_words(found: method.Reasons) -> list[str]:
    """Return reasons as people read them."""
    words = [str(_("The same theme"))] if found.theme else []
    if found.words:
        words.append(str(_("Both write about: %(words)s") % {"words": ", ".join(found.words)}))
    further = _("The host has more experience with: %(condition)s")
    words += [str(further % {"condition": CONDITIONS[one]}) for one in found.conditions]
    return [*words, str(_("Both in the same place"))] if found.place else words


def reasons_of(proposal: Proposal) -> list[str]:
    """Return why these two were put together, as it is now: a position that is not shared any more counts no more."""
    known = _told(proposal.ask.member.network, [proposal.ask, proposal.offer])
    return in_words(method.reasons(known[proposal.ask.public_id], known[proposal.offer.public_id]))


def taken(member: Member, direction: str) -> set[str]:
    """Return in which forms a member asks or offers something now: one of each is open at a time."""
    found = _open(member.network).filter(member=member, direction=direction)
    return set(found.order_by().values_list("form", flat=True))


def wish_of(network: Network, public_id: str, viewer: Viewer) -> Wish:
    """Return what a member asks or offers, for its own people and the coordinators; raises Http404 for others."""
    found = Wish.objects.select_related("member__network__stream", "question__current", "words__current")
    wish = get_object_or_404(found, member__network=network, public_id=public_id)
    refuse_strangers_to_wish(wish, viewer)
    return wish


def proposal_of(network: Network, public_id: str, viewer: Viewer) -> tuple[Proposal, str]:
    """Return a proposal by its id, and for which side somebody reads it; raises Http404 for who may not know of it."""
    found = get_object_or_404(_proposals(network), public_id=public_id)
    return found, refuse_strangers_to_proposal(found, viewer)


def proposal_page(proposal: Proposal, side: str) -> dict[str, Any]:
    """Return what stands on the page of a proposal; of the answers one reads one's own, until both said yes."""
    answer = getattr(proposal, f"{side}_answer") if side else ""
    return {
        "proposal": proposal,
        "side": side,
        "answer": answer,
        "reasons": reasons_of(proposal),
        "visit": Visit.objects.filter(proposal=proposal).first(),
        "is_story": proposal.ask.form == Form.STORY,
    }


@prepared
def _visits(network: int, public_id: str) -> QuerySet[Visit]:
    words = ("question", "programme", "practical", "contacts", "one_role_reason", "reason")
    more = ("guest", "host", "gathering", "proposal__offer", "session__gathering", "searched__words__current")
    found = Visit.objects.select_related("network__stream", *more, *(f"{name}__current" for name in words))
    return found.filter(network=network, public_id=public_id)


def visit_of(network: Network, public_id: str, viewer: Viewer) -> tuple[Visit, str]:
    """Return a visit by its id, and for which side somebody reads it; raises Http404 for everybody else."""
    visit = _visits.first(network.pk, public_id)
    if visit is None:
        raise Http404
    return visit, refuse_strangers_to_visit(visit, viewer)


def visit_page(visit: Visit, side: str) -> dict[str, Any]:
    """Return what stands on the page of a visit."""
    gathering = visit.gathering
    added = _AROUND[0](visit, side) if _AROUND else {}
    return {
        "visit": visit,
        "side": side,
        "is_story": visit.form == Form.STORY,
        "who": who(visit),
        "gathering": gathering,
        "when": "" if gathering is None else gathered.when(gathering),
        "where": "" if gathering is None else gathered.where(gathering),
        "guests": list(visit.guests.all()),
        "goes_on": visit.stopped_at is None,
        "over": is_over(visit),
        **added,
    }


def delegation(visit: Visit) -> dict[str, Any]:
    """Return with what the form about who come along begins."""
    return {**dict(visit.guests.values_list("role", "number")), "reason": str(visit.one_role_reason or "")}


def preparation_of(visit: Visit) -> dict[str, str]:
    """Return with what the form to prepare a visit begins."""
    words = {name: str(getattr(visit, name) or "") for name in ("question", "programme", "practical", "contacts")}
    linked = {name: getattr(visit, name) for name in ("session", "searched")}
    return words | {name: "" if one is None else one.public_id for name, one in linked.items()}


def is_over(visit: Visit) -> bool:
    """Say whether a visit took place, or a story can be told."""
    if visit.gathering is None:
        return visit.stopped_at is None
    ends_at = visit.gathering.ends_at
    return visit.stopped_at is None and ends_at is not None and ends_at <= timezone.now()


def tasks(addresses: Collection[str]) -> list[dict[str, Any]]:
    """Return the proposals that wait for the answer of somebody with one of these addresses; one query."""
    return [
        {
            "about": row["ask__question__current__body"],
            "url": reverse("visits:proposal", args=[row["ask__member__network__slug"], row["public_id"]]),
            "network": row["ask__member__network__name"],
            "since": row["proposed_at"],
            "email": row["email"],
        }
        for row in _waiting(frozenset(addresses))
    ]


@prepared
def _waiting(addresses: frozenset[str]) -> QuerySet[Proposal, dict[str, Any]]:
    guests = _unanswered("ask", "guest_answer", addresses)
    return guests.union(_unanswered("offer", "host_answer", addresses), all=True)


def _unanswered(side: str, answer: str, addresses: Collection[str]) -> QuerySet[Proposal, dict[str, Any]]:
    people = f"{side}__member__delegates__person__email"
    waiting = Proposal.objects.filter(ended_at=None, visit=None, **{answer: "", f"{people}__in": addresses})
    place = ("ask__member__network__slug", "ask__member__network__name", "ask__question__current__body")
    rows: QuerySet[Proposal, dict[str, Any]] = waiting.order_by().values(
        "public_id", "proposed_at", *place, email=F(people)
    )
    return rows


def _open(network: Network) -> QuerySet[Wish]:
    found = Wish.objects.filter(member__network=network, member__left_at=None, taken_back_at=None, met_at=None)
    return found.select_related("member", "question__current", "words__current")


def _proposals(network: Network) -> QuerySet[Proposal]:
    words = (
        "ask__question__current",
        "ask__words__current",
        "offer__words__current",
        "guest_reason__current",
        "host_reason__current",
    )
    found = Proposal.objects.filter(ask__member__network=network)
    return found.select_related("ask__member__network__stream", "offer__member", "visit", *words)


def _told(network: Network, wishes: Collection[Wish]) -> dict[str, method.Told]:
    shared = shared_in(network)
    return {
        one.public_id: method.told(
            theme=one.theme,
            words=[str(text) for text in (one.question, one.words) if text is not None and text.readable],
            place=one.member.place,
            stands=shared.get(one.member_id),
        )
        for one in wishes
    }


def _proposal_row(proposal: Proposal, member: Member) -> dict[str, Any]:
    side = GUEST if proposal.ask.member_id == member.pk else "host"
    other = proposal.offer.member if side == GUEST else proposal.ask.member
    answered = getattr(proposal, f"{side}_answer") == Proposal.Answer.YES
    state = _("you said yes; the other has still to answer") if answered else _("waits for your answer")
    return {
        "url": reverse("visits:proposal", args=[member.network.slug, proposal.public_id]),
        "title": str(proposal.ask.question),
        "note": f"{other.name} · {state}",
    }


def who(visit: Visit) -> str:
    """Return who visits whom, or did, or who tells whom its story."""
    if visit.form == Form.STORY:
        sentence = _("%(host)s tells %(guest)s its story")
    else:
        sentence = _("%(guest)s visited %(host)s") if is_over(visit) else _("%(guest)s visits %(host)s")
    return str(sentence % {"guest": visit.guest.name, "host": visit.host.name})


def _visit_row(visit: Visit) -> dict[str, Any]:
    when = "" if visit.gathering is None else gathered.when(visit.gathering)
    stopped = str(_("does not go on")) if visit.stopped_at is not None else ""
    parts = (who(visit), "" if stopped else when, stopped)
    return {
        "url": reverse("visits:visit", args=[visit.network.slug, visit.public_id]),
        "title": str(visit.question),
        "note": " · ".join(str(part) for part in parts if part),
    }


TABS = (Tab(key="visits", label=_("Visits"), url_name="visits:list", order=24),)
