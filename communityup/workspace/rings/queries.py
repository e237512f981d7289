"""What do we show of rings: how many people stand how close for each party, one's own ring, and substitutes."""

import datetime as dt
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.base.prepared import prepared
from communityup.log.queries import stream_page
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Facilitator, Party, Reader, Ring, Seat
from communityup.workspace.challenges.permissions import Viewer, seat_of
from communityup.workspace.challenges.queries import PLACES_AT_THE_TABLE, clock, places_per_party, rules_now
from communityup.workspace.consent.models import PartyConsent, Round
from communityup.workspace.rings.models import PartAsked, PlaceAsked
from communityup.workspace.tasks.queries import Asked, Task, absence_of, tasks_for

PLACES = "places"
MOST_PLACES = 30
# After so many days that something waits for a party, a substitute acts, as a facilitator's does (R16).
DAYS_TO_ACT = 3
TO_FINISH = dt.timedelta(seconds=30)
LATEST_SHOWN = 10
PRESENT = (Party.State.ACTIVE, Party.State.ASLEEP)


def page(challenge: Challenge, viewer: Viewer) -> dict[str, Any]:
    """Return all that the page shows; the sizes are the same for everybody, what is one's own stands beside them."""
    places, rows = places_per_party(challenge), sizes(challenge)
    readers = dict(challenge.readers.order_by().values_list("role").annotate(Count("pk")))
    return {
        "places": places,
        "total": places * len(rows),
        "usual": PLACES_AT_THE_TABLE,
        "parties": rows,
        "followers": readers.pop(Reader.Role.FOLLOWER, 0),
        "observers": sum(readers.values()),
        "asked": open_question(challenge),
        **_own(challenge, viewer, places, rows),
    }


def sizes(challenge: Challenge) -> list[dict[str, Any]]:
    """Return for each party that takes part how many people stand in each ring, and how many have a substitute.

    `taken` are the places at the table, with those kept for who guards the process.
    """
    ring = {name: Count("seats", filter=Q(seats__ring=name)) for name in Ring.values}
    deputies = Count("seats", filter=Q(seats__ring=Ring.TABLE, seats__substitute_at__isnull=False))
    parties = challenge.parties.filter(state__in=PRESENT).annotate(**ring, deputies=deputies).order_by("number")
    rows = parties.values("pk", "number", "name", *Ring.values, "deputies")
    return [{**row, "taken": row[Ring.TABLE] + row[Ring.ASIDE]} for row in rows]


def _own(challenge: Challenge, viewer: Viewer, places: int, rows: list[dict[str, Any]]) -> dict[str, Any]:
    seat = seat_of(challenge, viewer)
    if seat is None:
        reader = challenge.readers.filter(person=viewer).first() if isinstance(viewer, Person) else None
        follows = reader is not None and reader.role == Reader.Role.FOLLOWER
        return {"seat": None, "reader": reader, "follows": follows, **(_to_ask(reader) if reader and follows else {})}
    mine = next((row for row in rows if row["pk"] == seat.party_id), None)
    return {
        "seat": seat,
        "ring_label": Ring(seat.ring).label,
        "free_here": 0 if mine is None else places - mine["taken"],
        "can_leave": mine is not None and mine["table"] > 1,
        "must_accept": seat.ring == Ring.TABLE and (seat.rules or 0) < challenge.rules,
        "held": held_by_another(seat),
        "own_asked": PlaceAsked.objects.select_related("words__current").filter(seat=seat).first(),
        "asking": asking(seat) if seat.ring == Ring.TABLE else [],
        "wanting": wanting(seat.party) if seat.ring == Ring.TABLE else [],
    }


def _to_ask(reader: Reader) -> dict[str, Any]:
    """Return what a follower asked of parties, and whom they can still ask."""
    found = PartAsked.objects.filter(challenge=reader.challenge_id, person=reader.person_id)
    asked = list(found.exclude(agrees=True).select_related("party", "words__current").order_by("asked_at"))
    known = [one.party_id for one in asked]
    here = Party.objects.filter(challenge=reader.challenge_id, state=Party.State.ACTIVE, invented=False)
    return {
        "part_asked": next((one for one in asked if one.agrees is None), None),
        "part_declined": [one for one in asked if one.agrees is False],
        "open_to": list(here.exclude(pk__in=known).order_by("number")),
    }


def wanting(party: Party) -> list[PartAsked]:
    """Return who follows and asks to contribute with a party, and whose no can still become a yes."""
    found = PartAsked.objects.filter(party=party).exclude(agrees=True).exclude(_seated_elsewhere())
    return list(found.select_related("person", "party", "words__current").order_by("asked_at"))


def _seated_elsewhere() -> Exists:
    return Exists(Seat.objects.filter(challenge=OuterRef("challenge"), person=OuterRef("person")))


def party_at(challenge: Challenge, number: int) -> Party:
    """Return a party of this challenge by its number; raises Http404 for none."""
    return get_object_or_404(Party.objects.select_related("challenge__stream"), challenge=challenge, number=number)


def part_of(challenge: Challenge, public_id: str) -> PartAsked:
    """Return who asks to contribute with a party of this challenge; raises Http404 for another's."""
    found = PartAsked.objects.select_related("person", "party__challenge", "words__current")
    return get_object_or_404(found, challenge=challenge, public_id=public_id)


def asking(seat: Seat) -> list[PlaceAsked]:
    """Return who asks for a place at the table of one's own party, and whose no can still become a yes."""
    found = PlaceAsked.objects.select_related("seat__person", "seat__party", "words__current")
    return list(found.filter(seat__party=seat.party_id, seat__rules=None).order_by("asked_at"))


def asked_of(challenge: Challenge, public_id: str) -> PlaceAsked:
    """Return who asks for a place at the table in this challenge; raises Http404 for another's."""
    found = PlaceAsked.objects.select_related("seat__person", "seat__party__challenge", "words__current")
    return get_object_or_404(found, seat__challenge=challenge, public_id=public_id)


def asking_tasks(asked: Asked) -> list[Task]:
    """Return who asks for a place at the table of these parties; a party without a table is answered by the others."""
    rows = [*_places_of(asked.parties), *_places_unguarded(asked.parties)]
    return [_asking_task(one, party=one.for_party) for one in rows] + [
        _asking_task(one, email=one.mail) for one in _places_guarded(asked.emails)
    ]


@prepared
def _places_of(parties: frozenset[int]) -> QuerySet[PlaceAsked, Any]:
    return _places(has_table=True).filter(seat__party__in=parties).annotate(for_party=F("seat__party"))


@prepared
def _places_unguarded(parties: frozenset[int]) -> QuerySet[PlaceAsked, Any]:
    guarded = Facilitator.objects.filter(challenge=OuterRef("seat__challenge"), until=None)
    found = _places(has_table=False).filter(~Exists(guarded)).annotate(for_party=F("seat__challenge__parties"))
    return found.filter(for_party__in=parties)


@prepared
def _places_guarded(emails: frozenset[str]) -> QuerySet[PlaceAsked, Any]:
    found = _places(has_table=False).filter(seat__challenge__facilitators__until=None)
    return found.annotate(mail=F("seat__challenge__facilitators__person__email")).filter(mail__in=emails)


def _places(*, has_table: bool) -> QuerySet[PlaceAsked, Any]:
    """Return who waits for an answer about a place, with their names, in a party with or without a table."""
    table = Seat.objects.filter(party=OuterRef("seat__party"), ring=Ring.TABLE, person__is_guest=False)
    waits = PlaceAsked.objects.filter(agrees=None).annotate(has_table=Exists(table)).filter(has_table=has_table)
    return waits.select_related("seat__person", "seat__party", "seat__challenge").order_by("asked_at")


def part_tasks(asked: Asked) -> list[Task]:
    """Return who asks to contribute with these parties; without a table who keeps the process answers."""
    rows = [*_parts_of(asked.parties), *_parts_unguarded(asked.parties)]
    return [_part_task(one, party=one.for_party) for one in rows] + [
        _part_task(one, email=one.mail) for one in _parts_guarded(asked.emails)
    ]


@prepared
def _parts_of(parties: frozenset[int]) -> QuerySet[PartAsked, Any]:
    return _parts(has_table=True).filter(party__in=parties).annotate(for_party=F("party"))


@prepared
def _parts_unguarded(parties: frozenset[int]) -> QuerySet[PartAsked, Any]:
    guarded = Facilitator.objects.filter(challenge=OuterRef("challenge"), until=None)
    found = _parts(has_table=False).filter(~Exists(guarded)).annotate(for_party=F("challenge__parties"))
    return found.filter(for_party__in=parties)


@prepared
def _parts_guarded(emails: frozenset[str]) -> QuerySet[PartAsked, Any]:
    found = _parts(has_table=False).filter(challenge__facilitators__until=None)
    return found.annotate(mail=F("challenge__facilitators__person__email")).filter(mail__in=emails)


def _parts(*, has_table: bool) -> QuerySet[PartAsked, Any]:
    """Return who asks to contribute and waits for an answer, with names, with a party with or without a table."""
    table = Seat.objects.filter(party=OuterRef("party"), ring=Ring.TABLE, person__is_guest=False)
    waits = PartAsked.objects.filter(agrees=None).exclude(_seated_elsewhere()).annotate(has_table=Exists(table))
    return waits.filter(has_table=has_table).select_related("person", "party", "challenge").order_by("asked_at")


def _part_task(asked: PartAsked, *, party: int | None = None, email: str = "") -> Task:
    return Task(
        asks=_("May this person contribute with %(party)s?") % {"party": asked.party},
        about=str(asked.person),
        url=reverse("rings:answer_part", args=[asked.challenge.slug, asked.public_id]),
        challenge=asked.challenge.title,
        since=asked.asked_at,
        party=party,
        email=email,
    )


def _asking_task(asked: PlaceAsked, *, party: int | None = None, email: str = "") -> Task:
    return Task(
        asks=_("May this person sit at the table for %(party)s?") % {"party": asked.seat.party},
        about=str(asked.seat.person),
        url=reverse("rings:answer", args=[asked.seat.challenge.slug, asked.public_id]),
        challenge=asked.seat.challenge.title,
        since=asked.asked_at,
        party=party,
        email=email,
    )


def state(challenge: Challenge) -> str:
    """Return in a few words how the table stands, for the page of the lead-in."""
    seated: int = challenge.seats.filter(ring=Ring.TABLE, party__state__in=PRESENT).count()
    return ngettext("%(count)d person at the table", "%(count)d people at the table", seated) % {"count": seated}


def open_question(challenge: Challenge) -> Round | None:
    """Return the question about the number of places that waits for answers, if any."""
    rounds = Round.objects.filter(challenge=challenge, outcome=Round.Outcome.OPEN, about__startswith=f"{PLACES}:")
    return rounds.first()


def number_in(asked: Round) -> int:
    """Return the number of places that a question is about."""
    return int(asked.about.partition(":")[2])


def label(asked: Round) -> str:
    """Return the name of a question about the number of places."""
    number = number_in(asked)
    return ngettext(
        "%(count)d place at the table for each party", "%(count)d places at the table for each party", number
    ) % {"count": number}


def most_seated(challenge: Challenge) -> int:
    """Return how many places the fullest party uses at the table."""
    return max((row["taken"] for row in sizes(challenge)), default=0)


def candidates(seat: Seat) -> QuerySet[Person]:
    """Return who can be the substitute for a place: people of the party around the table who do not stand in yet."""
    others = Seat.objects.filter(party=seat.party_id).exclude(pk=seat.pk)
    busy = others.filter(substitute__isnull=False).values("substitute")
    around = others.filter(ring=Ring.CONTRIBUTOR, person__is_guest=False).exclude(person__in=busy)
    return Person.objects.filter(pk__in=around.values("person"))


def held_by_another(own: Seat) -> Seat | None:
    """Return the place for which the person on this place was named as substitute, whether they said yes or not."""
    places = Seat.objects.select_related("person", "party", "challenge__stream")
    return places.filter(party=own.party_id, ring=Ring.TABLE, substitute=own.person_id).first()


def is_absent(held: Seat) -> bool:
    """Say whether a substitute acts for this place: its holder said "not for a while", or something waits too long.

    Who answered in the party's name just now may finish what follows from that answer, such as the last yes.
    """
    if absence_of(held.person) is not None:
        return True
    now = timezone.now()
    given = PartyConsent.objects.filter(
        party=held.party_id, person=held.substitute_id, answered_at__gte=now - TO_FINISH
    )
    return given.exists() or _waits_too_long(held, now)


def _waits_too_long(held: Seat, now: dt.datetime) -> bool:
    """Say whether something waits for this party longer than agreed, in running time and after its own day."""
    time, today = clock(held.challenge), timezone.localdate(now)
    waiting = [task for task in _waiting(held.party_id) if task.due is None or task.due < today]
    ends = (time.deadline(task.since, dt.timedelta(days=DAYS_TO_ACT)) for task in waiting)
    return any(end is not None and end <= now for end in ends)


def briefing(held: Seat) -> dict[str, Any]:
    """Return what somebody who stands in needs: what waits, what happened lately, and the working agreement."""
    names = dict(held.challenge.parties.values_list("public_id", "name"))
    return {
        "held": held,
        "waiting": _waiting(held.party_id),
        "latest": list(stream_page(held.challenge.stream, names=names))[:LATEST_SHOWN],
        "rules": rules_now(held.challenge),
    }


def _waiting(party: int) -> list[Task]:
    return [task for task in tasks_for(Asked(parties=frozenset({party}))) if task.party == party]


def tasks(asked: Asked) -> list[Task]:
    """Return the places for which these addresses were named as substitute and did not answer yet."""
    return [
        Task(
            asks=_("Will you stand in for %(name)s?") % {"name": seat.person},
            about=seat.party.name,
            url=reverse("rings:stand_in", args=[seat.challenge.slug]),
            challenge=seat.challenge.title,
            since=seat.since,
            email=seat.substitute.email if seat.substitute else "",
        )
        for seat in _named_substitutes(asked.emails)
    ]


@prepared
def _named_substitutes(emails: frozenset[str]) -> QuerySet[Seat]:
    named = Seat.objects.filter(substitute__email__in=emails, substitute_at=None, ring=Ring.TABLE)
    return named.select_related("person", "party", "challenge", "substitute").order_by("pk")
