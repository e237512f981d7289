"""What do we show of getting to know each other: cards per party, one's own coffee, visits; the same for all inside."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.base.prepared import prepared
from communityup.people.models import Person
from communityup.texts.actions import set_aside_of
from communityup.workspace.acquaintance.models import (
    CoffeeNote,
    CoffeeRound,
    CoffeeWish,
    Introduction,
    Lot,
    NotNow,
    Pair,
    Visit,
)
from communityup.workspace.acquaintance.permissions import KEY, rests_until
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Phase, Seat
from communityup.workspace.challenges.permissions import PRESENT, Viewer, seat_of
from communityup.workspace.tasks.queries import Asked, Task, away

ON_A_PAGE = 50
ROUNDS_SHOWN = 10
TWO = 2


def cards(challenge: Challenge, page: str) -> dict[str, Any]:
    """Return the cards of a challenge, fifty on a page, per party in the order in which parties and cards came.

    The same order for everybody; who has no place any more is left out at once. Two queries.
    """
    here = FilteredRelation("person__seats", condition=Q(person__seats__challenge=challenge.pk))
    guards = Facilitator.objects.filter(challenge=challenge, party=None, until=None).values("person")
    rows = (
        Introduction.objects.filter(challenge=challenge)
        .annotate(seat=here)
        .filter(Q(seat__party__state__in=PRESENT) | Q(seat=None, person__in=guards))
        .order_by(F("seat__party__number").asc(nulls_last=True), "pk")
        .values(
            "public_id",
            "person__display_name",
            "brings__current__body",
            "at_stake__current__body",
            "brings__current__entered_by",
            "at_stake__current__entered_by",
            "seat__party__name",
            "seat__party__number",
        )
    )
    page_obj = Paginator(rows, ON_A_PAGE).get_page(page)
    found = [_card(dict(row)) for row in page_obj]
    groups = [
        {"number": number, "name": name, "cards": list(of_party)}
        for (number, name), of_party in groupby(found, key=lambda card: (card["number"], card["party"]))
    ]
    return {"groups": groups, "page_obj": page_obj}


def _card(row: dict[str, Any]) -> dict[str, Any]:
    entered = row["brings__current__entered_by"] or row["at_stake__current__entered_by"]
    return {
        "public_id": row["public_id"],
        "name": row["person__display_name"] or _("guest"),
        "brings": row["brings__current__body"] or "",
        "at_stake": row["at_stake__current__body"] or "",
        "entered": entered is not None,
        "party": row["seat__party__name"],
        "number": row["seat__party__number"],
    }


def own_introduction(challenge: Challenge, person: Person | None) -> Introduction | None:
    """Return what somebody tells of themselves here."""
    if person is None:
        return None
    found = Introduction.objects.select_related("brings__current", "at_stake__current", "challenge__stream")
    return found.filter(challenge=challenge, person=person).first()


def own_words(challenge: Challenge, viewer: Viewer) -> dict[str, str]:
    """Return with what the form of one's own card begins: one's words, also while they are hidden."""
    found = own_introduction(challenge, viewer) if isinstance(viewer, Person) else None
    if found is None:
        return {}
    named = {"brings": found.brings, "at_stake": found.at_stake}
    aside = set_aside_of([text.pk for text in named.values() if text is not None])
    return {name: aside.get(text.pk, str(text)) for name, text in named.items() if text is not None}


def is_here(challenge: Challenge, person: Person) -> bool:
    """Say whether somebody has a place in a challenge, or guards its process from outside."""
    if seat_of(challenge, person) is not None:
        return True
    return Facilitator.objects.filter(challenge=challenge, person=person, until=None).exists()


def gone() -> Iterable[tuple[Challenge, Person]]:
    """Return who has a card or a lot of coffee in a challenge where they have no place any more."""
    pairs = set(Introduction.objects.values_list("challenge", "person"))
    pairs |= set(Lot.objects.values_list("round__challenge", "person"))
    pairs -= set(Seat.objects.exclude(party__state=Party.State.WAITING).values_list("challenge", "person"))
    pairs -= set(Facilitator.objects.filter(until=None).values_list("challenge", "person"))
    challenges = Challenge.objects.in_bulk({challenge for challenge, _person in pairs})
    people = Person.objects.in_bulk({person for _challenge, person in pairs})
    return [(challenges[challenge], people[person]) for challenge, person in sorted(pairs)]


def willing(challenge: Challenge) -> dict[str, int]:
    """Return who wants coffee now (key of the person as text → key of their party): who is there, with an account."""
    wishes = CoffeeWish.objects.filter(
        seat__challenge=challenge,
        seat__party__state=Party.State.ACTIVE,
        seat__person__is_active=True,
        seat__person__is_guest=False,
    )
    found = dict(wishes.values_list("seat__person", "seat__party"))
    not_there = away(found)
    return {str(person): party for person, party in found.items() if person not in not_there}


def can_be_drawn(people: Mapping[str, int]) -> bool:
    """Say whether a pair across parties is possible among these people."""
    return len(set(people.values())) > 1


def waited(challenge: Challenge) -> dict[str, int]:
    """Return how often in a row each person was left over, up to the last draw in which they were."""
    found: Counter[str] = Counter()
    ended: set[int] = set()
    for lot in Lot.objects.filter(round__challenge=challenge).order_by("-round__pk"):
        if lot.pair_id is not None:
            ended.add(lot.person_id)
        elif lot.person_id not in ended:
            found[str(lot.person_id)] += 1
    return found


def met(challenge: Challenge) -> dict[tuple[str, str], int]:
    """Return how often two people were drawn together before; whether they met nobody knows."""
    of_pair: dict[int, list[str]] = {}
    for pair, person in Lot.objects.filter(round__challenge=challenge, pair__isnull=False).values_list(
        "pair", "person"
    ):
        of_pair.setdefault(pair, []).append(str(person))
    found: Counter[tuple[str, str]] = Counter()
    for people in of_pair.values():
        if len(people) > 1:
            found[min(people), max(people)] += 1
    return found


def last_round(challenge: Challenge) -> CoffeeRound | None:
    """Return the last draw."""
    return CoffeeRound.objects.filter(challenge=challenge).order_by("-pk").first()


def coffee(challenge: Challenge, viewer: Viewer) -> dict[str, Any]:
    """Return the page of coffee: how many want it and the draws for all, and one's own lots for oneself alone."""
    rounds = list(CoffeeRound.objects.filter(challenge=challenge)[:ROUNDS_SHOWN])
    seat = seat_of(challenge, viewer)
    return {
        "rounds": rounds,
        "rests_until": rests_until(rounds[0]) if rounds else None,
        "count": CoffeeWish.objects.filter(seat__challenge=challenge).count(),
        "may_want": seat is not None and isinstance(viewer, Person) and not viewer.is_guest,
        "wants": seat is not None and CoffeeWish.objects.filter(seat=seat).exists(),
        "lots": _own_lots(challenge, viewer) if isinstance(viewer, Person) else [],
    }


def _own_lots(challenge: Challenge, person: Person) -> list[dict[str, Any]]:
    """Return what the last draws brought somebody, the last first: with whom, or nobody."""
    lots = Lot.objects.filter(round__challenge=challenge, person=person).select_related("round", "pair")
    found = list(lots.prefetch_related("pair__lots__person", "pair__lots__party").order_by("-round__pk")[:ROUNDS_SHOWN])
    return [
        {"round": lot.round, "pair": lot.pair, "other": None if lot.pair is None else other_of(lot.pair, person)}
        for lot in found
    ]


def other_of(pair: Pair, person: Person) -> Lot | None:
    """Return the lot of the other of a pair."""
    return next((lot for lot in pair.lots.all() if lot.person_id != person.pk), None)


def pair_or_none(challenge: Challenge, public_id: str) -> Pair | None:
    """Return a pair; None for one that is no more, because one of the two went away. Http404 for that of elsewhere."""
    found = Pair.objects.filter(public_id=public_id).select_related("round__challenge")
    pair = found.prefetch_related("lots__person", "lots__party").first()
    if pair is not None and pair.round.challenge_id != challenge.pk:
        raise Http404
    return pair


def pair_of(challenge: Challenge, public_id: str) -> Pair:
    """Return a pair of this challenge; raises Http404 for another's."""
    pair = pair_or_none(challenge, public_id)
    if pair is None:
        raise Http404
    return pair


def pair_page(pair: Pair, own: Lot) -> dict[str, Any]:
    """Return what the two read: each other's name, notes, and each other's address once both agreed."""
    other = other_of(pair, own.person)
    notes = CoffeeNote.objects.filter(pair=pair).select_related("text__current", "person")
    both = own.shows_address and other is not None and other.shows_address
    return {
        "pair": pair,
        "own_lot": own,
        "other": other,
        "notes": list(notes),
        "address": other.person.email if both and other is not None else "",
        "goes_on": both_still_want(pair),
    }


def both_still_want(pair: Pair) -> bool:
    """Say whether both of a pair still take part in coffee, so that they can write to each other."""
    people = [lot.person_id for lot in pair.lots.all()]
    wishes = CoffeeWish.objects.filter(seat__challenge=pair.round.challenge_id, seat__person__in=people)
    return len(people) == TWO and wishes.count() == TWO


def visits(challenge: Challenge, page: str) -> dict[str, Any]:
    """Return the visits to come, the first one first, and those that were or were cancelled, fifty on a page."""
    found = Visit.objects.filter(challenge=challenge).select_related("host", "what__current", "where__current")
    coming = Q(cancelled_at=None, ends_at__gt=timezone.now())
    return {
        "coming": list(found.filter(coming)[:ON_A_PAGE]),
        "page_obj": Paginator(found.exclude(coming).order_by("-begins_at", "-pk"), ON_A_PAGE).get_page(page),
    }


def visit_of(challenge: Challenge, public_id: str) -> Visit:
    """Return a visit of this challenge; raises Http404 for another's."""
    return _visit.or_404(challenge.pk, public_id)


@prepared
def _visit(challenge: int, public_id: str) -> QuerySet[Visit]:
    related = ("challenge__stream", "host", "what__current", "where__current", "reason__current")
    return Visit.objects.filter(challenge=challenge, public_id=public_id).select_related(*related)


def visit_page(visit: Visit, viewer: Viewer) -> dict[str, Any]:
    """Return who comes and who does not, by name and party, as each said themselves; and one's own answer."""
    guests = visit.guests.order_by("seat__party__number", "pk").values(
        "comes", "seat__person", "seat__person__display_name", "seat__party__name", "seat__party__number"
    )
    rows = [
        {
            "comes": row["comes"],
            "person": row["seat__person"],
            "name": row["seat__person__display_name"] or _("guest"),
            "party": row["seat__party__name"],
            "number": row["seat__party__number"],
        }
        for row in guests
    ]
    return {
        "visit": visit,
        "come": [row for row in rows if row["comes"]],
        "stay": [row for row in rows if not row["comes"]],
        "own_answer": next((row["comes"] for row in rows if row["person"] == viewer.pk), None),
        "over": visit.ends_at <= timezone.now(),
        "open": visit.cancelled_at is None and visit.begins_at > timezone.now(),
    }


def state(challenge: Challenge) -> str:
    """Return in a few words how many introduced themselves, for the page of the lead-in."""
    count = Introduction.objects.filter(challenge=challenge).count()
    return ngettext("%(count)s introduction", "%(count)s introductions", count) % {"count": count} if count else ""


def tasks(asked: Asked) -> list[Task]:
    """Return for who is asked to introduce themselves: in the lead-in, once somebody else did, until they want no more.

    One query, and none of it is a duty: the page has a button to be asked no more.
    """
    return [
        Task(
            asks=_("Will you introduce yourself?"),
            about=_("Only if you like: what brings you here?"),
            url=reverse("acquaintance:own", args=[row["challenge__slug"]]),
            challenge=row["challenge__title"],
            since=row["since"],
            email=row["person__email"],
        )
        for row in _not_introduced(asked.emails)
        if KEY not in {*row["challenge__off"], *row["challenge__skipped"]}
    ]


@prepared
def _not_introduced(emails: frozenset[str]) -> QuerySet[Seat, Any]:
    seats = Seat.objects.filter(
        person__email__in=emails,
        party__state=Party.State.ACTIVE,
        challenge__phase=Phase.LEAD_IN,
        challenge__introductions__isnull=False,
    )
    written = Introduction.objects.filter(person__email__in=emails).values("challenge")
    open_seats = seats.exclude(challenge__in=written).exclude(pk__in=NotNow.objects.values("seat")).distinct()
    return open_seats.values(
        "since", "person__email", "challenge__slug", "challenge__title", "challenge__off", "challenge__skipped"
    )
