"""What do we show of who is stuck: to the audience what they were asked, and to the group all."""

import datetime as dt
import math
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from communityup.base.prepared import prepared
from communityup.network.members.models import Delegate
from communityup.network.members.permissions import delegate_of
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import Viewer, coordinator_of
from communityup.network.networks.queries import Tab, join_url
from communityup.network.stuck import permissions
from communityup.network.stuck.models import Consultation, HelpRequest, Note, Offer, Peer, Step
from communityup.people.models import Person

MOST_SHOWN = 50
PLACE = ("network__slug", "network__name", "public_id")
State, Audience = HelpRequest.State, HelpRequest.Audience
STEPS = [step for step in Step if Step.CASE <= step <= Step.TAKE]
TASKS = {
    Step.CASE: gettext_lazy("Who brings the case tells what happened. The others listen and ask nothing yet."),
    Step.QUESTIONS: gettext_lazy(
        "The others ask what they want to know. No advice yet, and no questions that are advice."
    ),
    Step.ANALYSIS: gettext_lazy(
        "The others say what they think is going on. Who brings the case listens and does not reply."
    ),
    Step.ADVICE: gettext_lazy(
        "Everybody says what they would do themselves. Who brings the case does not have to defend anything."
    ),
    Step.TAKE: gettext_lazy(
        "Who brings the case says what they take along, and the others what they learnt for themselves."
    ),
}
TABS = (Tab(key="stuck", label=gettext_lazy("I am stuck"), url_name="stuck:list", order=27),)


def overview(network: Network, person: Viewer) -> dict[str, Any]:
    """Return what somebody finds here: their own questions, and those of others that they may read."""
    own, coordinates = delegate_of(network, person), coordinator_of(network, person) is not None
    inside = isinstance(person, Person) and (own is not None or coordinates)
    rows = _rows(network, person, own, coordinates=coordinates) if inside and isinstance(person, Person) else []
    return {
        "own_delegate": own,
        "coordinates": coordinates,
        "inside": inside,
        "join_url": "" if inside else join_url(network.slug),
        "is_peer": own is not None and permissions.is_peer(network, person),
        "mine": [row for row in rows if row["mine"]],
        "others": [row for row in rows if not row["mine"]],
    }


def _rows(network: Network, person: Person, own: Delegate | None, *, coordinates: bool) -> list[dict[str, Any]]:
    found = HelpRequest.objects.filter(network=network).filter(_readable(network, person, own, coordinates=coordinates))
    offered = Offer.objects.filter(request=OuterRef("pk"))
    shown = found.annotate(has_offer=Exists(offered)).order_by("-asked_at", "-pk")
    rows = shown.values("public_id", "words__current__body", "state", "person", "asked_at", "has_offer")[:MOST_SHOWN]
    labels = dict(State.choices)
    return [
        {
            "url": reverse("stuck:request", args=[network.slug, row["public_id"]]),
            "title": _short(row["words__current__body"]),
            "note": _("an offer waits for you") if _waits({**row}, person) else str(labels[row["state"]]),
            "mine": row["person"] == person.pk,
        }
        for row in rows
    ]


def _readable(network: Network, person: Person, own: Delegate | None, *, coordinates: bool) -> Q:
    """Return which questions somebody reads; the same rule as `permissions.may_read`, for many at once."""
    if coordinates:
        return Q()
    if own is None:
        return Q(pk=None)
    group = Q(person=person) | Q(
        pk__in=Offer.objects.filter(person=person, accepted_at__isnull=False).values("request")
    )
    asked = Q(audience=Audience.MEMBERS)
    if permissions.is_peer(network, person):
        asked |= Q(audience=Audience.PEERS)
    return group | (Q(state=State.OPEN) & asked)


def seen_questions(person: Person, stream: int) -> Q:
    """Return which questions of who is stuck somebody reads in the network of this stream."""
    network = Network.objects.get(stream=stream)
    own, coordinates = delegate_of(network, person), coordinator_of(network, person) is not None
    return Q(person=person) | _readable(network, person, own, coordinates=coordinates)


def seen_offers(person: Person, stream: int) -> Q:
    """Return which offers to think along somebody reads: those to themselves."""
    return Q(request__person=person, request__network__stream=stream)


def seen_notes(person: Person, stream: int) -> Q:
    """Return which notes somebody reads: those of the groups that they are in."""
    along = Offer.objects.filter(person=person, accepted_at__isnull=False).values("request")
    acts = Delegate.objects.filter(person=person, member__network__stream=stream, member__left_at=None)
    group = Q(consultation__request__in=along) & Q(Exists(acts))
    return Q(consultation__request__person=person) | group


def _waits(row: dict[str, Any], person: Person) -> bool:
    return row["person"] == person.pk and row["state"] == State.OPEN and bool(row["has_offer"])


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 80 else f"{line[:79]}…"  # noqa: PLR2004 - as long as one line on a page


def request_of(network: Network, public_id: str, person: Person) -> HelpRequest:
    """Return a question that this person may read; raises Http404 for all others (T7)."""
    found = HelpRequest.objects.select_related("network__stream", "words__current", "person", "member")
    request = found.filter(network=network, public_id=public_id).first()
    if request is None or not permissions.may_read(request, person):
        raise Http404
    return request


def page_of(request: HelpRequest, person: Person) -> dict[str, Any]:
    """Return what stands on the page of a question, for this person."""
    group, asker = permissions.in_group(request, person), request.person_id == person.pk
    offers = list(request.offers.select_related("person", "words__current"))
    accepted = [one for one in offers if one.accepted_at is not None]
    knows_name = group or request.is_named or coordinator_of(request.network, person) is not None
    is_open = request.state == State.OPEN
    mine = next((one for one in offers if one.person_id == person.pk), None)
    return {
        "request_for_help": request,
        "asker": asker,
        "group": group,
        "who": f"{request.person} · {request.member.name}" if knows_name else "",
        "state": request.get_state_display(),
        "is_open": is_open,
        "is_matched": request.state == State.MATCHED,
        "waiting": [one for one in offers if one.accepted_at is None] if asker and request.state != State.ENDED else [],
        "along": accepted if group else [],
        "mine": mine if not asker else None,
        "can_offer": is_open and mine is None and permissions.in_audience(request, person),
        "unanswered": is_open and request.unanswered_at is not None and not offers,
        "deleted_on": permissions.deleted_on(request),
        "consultation": consultation_of(request) if group else None,
    }


def offer_of(request: HelpRequest, public_id: str) -> Offer:
    """Return an offer to think along with this; raises Http404."""
    found = Offer.objects.filter(request=request, public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def consultation_of(request: HelpRequest) -> Consultation | None:
    """Return the consultation about a question, when one was planned."""
    return Consultation.objects.select_related("facilitator").filter(request=request).first()


def planned(request: HelpRequest) -> Consultation:
    """Return the consultation about a question; raises Http404 as long as none was planned."""
    found = consultation_of(request)
    if found is None:
        raise Http404
    found.request = request
    return found


def leaders(request: HelpRequest) -> list[tuple[str, str]]:
    """Return who can lead a consultation: those who think along, not who brings the case."""
    accepted = request.offers.filter(accepted_at__isnull=False).select_related("person")
    return [(one.public_id, str(one.person)) for one in accepted]


def plan_of(request: HelpRequest) -> dict[str, Any]:
    """Return with what the form to plan a consultation begins."""
    found = consultation_of(request)
    if found is None:
        return {"pace": Consultation.Pace.LONG}
    leads = request.offers.filter(person=found.facilitator_id).first()
    return {"where": found.where, "pace": found.pace, "leader": "" if leads is None else leads.public_id}


def run_of(consultation: Consultation, person: Person) -> dict[str, Any]:
    """Return the page of a consultation: the step that is on, until when, and what was written per step."""
    notes = list(consultation.notes.select_related("person", "words__current"))
    step, ends_at = Step(consultation.step), permissions.step_ends_at(consultation)
    return {
        "request_for_help": consultation.request,
        "consultation": consultation,
        "labels": [str(one.label) for one in STEPS],
        "current": step - 1,
        "step": step,
        "running": Step.CASE <= step <= Step.TAKE,
        "done": step == Step.DONE,
        "task": TASKS.get(step, ""),
        "clock": None if ends_at is None else _clock(ends_at),
        "mark": _mark(consultation, [note.pk for note in notes]),
        "leads": consultation.facilitator_id == person.pk,
        "brings": consultation.request.person_id == person.pk,
        "may_write": consultation.request.state == State.MATCHED and permissions.may_write(consultation, person),
        "next_label": _next(step),
        "steps_with_notes": [
            {"step": one, "notes": [note for note in notes if note.step == one]}
            for one in STEPS
            if any(note.step == one for note in notes)
        ],
        "own_person": person.pk,
        "deleted_on": permissions.deleted_on(consultation.request),
        "keep_days": consultation.request.keep_days,
    }


def _next(step: Step) -> str:
    if step == Step.TAKE:
        return _("Close the consultation")
    if step == Step.PLANNED:
        return _("Begin with the case")
    return _("On to: %(step)s") % {"step": Step(step + 1).label} if step < Step.TAKE else ""


def _clock(ends_at: dt.datetime) -> dict[str, Any]:
    """Return how much of a step is left, in words, and the words with which a page counts on by itself."""
    left = (ends_at - timezone.now()).total_seconds()
    time, minutes = timezone.localtime(ends_at).strftime("%H.%M"), math.ceil(left / 60)
    over = _("The time for this step was over at %(time)s. Who leads it goes on when you are ready.") % {"time": time}
    one, many = (_lasts(time, "1", 1), _lasts(time, "%s", 2))
    now = over if minutes <= 0 else _lasts(time, str(minutes), minutes)
    return {"left": max(0, math.ceil(left)), "now": now, "one": one, "many": many, "over": over}


def _lasts(time: str, minutes: str, count: int) -> str:
    words = ngettext(
        "This step lasts until %(time)s, %(minutes)s more minute.",
        "This step lasts until %(time)s, %(minutes)s more minutes.",
        count,
    )
    return words % {"time": time, "minutes": minutes}


def mark_of(consultation: Consultation) -> str:
    """Return the mark of how far a consultation is and what was written: a page that shows it is up to date."""
    return _mark(consultation, consultation.notes.values_list("pk", flat=True))


def _mark(consultation: Consultation, notes: Iterable[int]) -> str:
    where = (consultation.step, consultation.pace, consultation.facilitator_id, consultation.where, sorted(notes))
    return salted_hmac("stuck.mark", repr((consultation.pk, *where)), algorithm="sha256").hexdigest()[:16]


def offer_in(network: Network, public_id: str, person: Person) -> Offer:
    """Return an offer to think along with a question that this person may read; raises Http404 for all others."""
    found = Offer.objects.select_related("request__network").filter(request__network=network, public_id=public_id)
    offer = found.first()
    if offer is None or not permissions.may_read(offer.request, person):
        raise Http404
    return offer


def note_in(network: Network, public_id: str, person: Person) -> Note:
    """Return one's own note; raises Http404 for those of others."""
    notes = Note.objects.select_related("consultation__request__network").filter(public_id=public_id, person=person)
    found = notes.filter(consultation__request__network=network).first()
    if found is None:
        raise Http404
    return found


def unanswered() -> QuerySet[HelpRequest]:
    """Return the questions that nobody offered to think along with for seven days, and of which nobody heard yet."""
    before = timezone.now() - permissions.UNANSWERED_AFTER
    waiting = HelpRequest.objects.filter(state=State.OPEN, unanswered_at=None, asked_at__lte=before)
    return waiting.filter(~Exists(Offer.objects.filter(request=OuterRef("pk")))).order_by("pk")


def to_delete() -> dict[int, str]:
    """Return (by key) what is to be deleted now, and why: its term is over, or nobody ended it for half a year."""
    now = timezone.now()
    ended = HelpRequest.objects.filter(state=State.ENDED).values_list("pk", "ended_at", "keep_days")
    over = {pk: "agreed" for pk, at, days in ended if at is not None and at + dt.timedelta(days=days) <= now}
    old = HelpRequest.objects.exclude(state=State.ENDED).filter(asked_at__lte=now - permissions.OLDEST)
    return over | dict.fromkeys(old.order_by("pk").values_list("pk", flat=True), "old")


def texts_of(request: HelpRequest) -> list[int]:
    """Return the keys of all texts about a question: its words, offers and notes."""
    offers = Offer.objects.filter(request=request, words__isnull=False).values_list("words_id", flat=True)
    notes = Note.objects.filter(consultation__request=request).values_list("words_id", flat=True)
    return [request.words_id, *offers, *notes]


def tasks(addresses: Collection[str]) -> list[dict[str, Any]]:
    """Return what waits for a coordinator (nobody answers for a week) and for who asked (an offer); two queries."""
    given = frozenset(addresses)
    return [
        {**row, "kind": kind, "url": reverse("stuck:request", args=[row["network__slug"], row["public_id"]])}
        for kind, rows in (("coordinator", _left_alone(given)), ("asker", _offered(given)))
        for row in rows
    ]


@prepared
def _left_alone(addresses: frozenset[str]) -> QuerySet[HelpRequest, dict[str, Any]]:
    alone = ~Exists(Offer.objects.filter(request=OuterRef("pk")))
    waiting = HelpRequest.objects.filter(alone, state=State.OPEN, unanswered_at__isnull=False)
    rows: QuerySet[HelpRequest, dict[str, Any]] = waiting.filter(
        network__coordinators__until=None, network__coordinators__person__email__in=addresses
    ).values(*PLACE, since=F("unanswered_at"), email=F("network__coordinators__person__email"))
    return rows


@prepared
def _offered(addresses: frozenset[str]) -> QuerySet[HelpRequest, dict[str, Any]]:
    offered = HelpRequest.objects.filter(state=State.OPEN, person__email__in=addresses, offers__accepted_at=None)
    rows: QuerySet[HelpRequest, dict[str, Any]] = offered.filter(offers__isnull=False).values(
        *PLACE, since=F("offers__offered_at"), email=F("person__email")
    )
    return rows


def peers_beside(network: Network, person: int) -> int:
    """Return how many others offered to think along, for who is about to ask them."""
    return peers_of(network.stream_id).exclude(person=person).count()


def peers_of(network: int) -> QuerySet[Peer]:
    """Return who offered to think along in the network of this stream, and still acts for a member."""
    here = Delegate.objects.filter(member__network__stream_id=network, member__left_at=None, person=OuterRef("person"))
    return Peer.objects.filter(Exists(here), network__stream_id=network)
