"""What waits for somebody or their parties, over all challenges. Each app that asks something adds its own.

A task has no colour of blame: it says what is asked and since when. How many there are costs no more queries.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.prepared import prepared
from communityup.people.models import Person
from communityup.workspace.challenges.models import Clock, Invitation, InvitationQuestion, Party, Phase, Ring, Seat
from communityup.workspace.challenges.permissions import absent, oldest_invitation
from communityup.workspace.challenges.queries import was_paused
from communityup.workspace.tasks.models import Absence
from communityup.workspace.tasks.permissions import may_stand_in, stand_ins


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing that waits: what is asked, about what, where, since when and by when.

    It is for a party (by key), or for an address that was invited. What is `private` only that person reads: that
    somebody did not answer yet is told to no colleague.
    """

    asks: str
    about: str
    url: str
    challenge: str
    since: dt.datetime
    party: int | None = None
    due: dt.date | None = None
    instead_of: str = ""
    email: str = ""
    private: bool = False


@dataclass(frozen=True, kw_only=True)
class Asked:
    """For whom tasks are looked up: parties by key, and addresses that were invited."""

    parties: frozenset[int] = frozenset()
    emails: frozenset[str] = frozenset()


Source = Callable[[Asked], Iterable[Task]]
StandsIn = dict[Person, list[str]]
"""Who stands in for somebody, with the titles of the challenges in which they may act."""

_SOURCES: list[Source] = []
# What is still asked in a closed challenge.
_LASTING: list[Source] = []


def register_tasks(source: Source, *, lasting: bool = False) -> None:
    """Add what one app asks of parties; called in AppConfig.ready. It asks a constant number of queries.

    With `lasting` it goes on in a closed challenge, as agreements do.
    """
    if source not in _SOURCES:
        _SOURCES.append(source)
    if lasting and source not in _LASTING:
        _LASTING.append(source)


def tasks_for(asked: Asked) -> list[Task]:
    """Return what waits for these parties and addresses: what has a day first, then the oldest."""
    going = replace(asked, parties=asked.parties.difference(_closed(asked.parties)))
    found = [task for source in _SOURCES for task in source(asked if source in _LASTING else going)]
    return sorted(found, key=lambda task: (task.due is None, task.due or dt.date.max, task.since))


@prepared
def _closed(parties: frozenset[int]) -> QuerySet[Party, int]:
    return Party.objects.filter(pk__in=parties, challenge__phase=Phase.CLOSED).values_list("pk", flat=True)


def my_tasks(person: Person) -> list[Task]:
    """Return what waits for this person, and for the parties of those for whom they stand in now."""
    own = frozenset(_at_table(person.pk))
    others = _stands_in(person)
    asked = Asked(parties=own | frozenset(others), emails=frozenset({person.email}))
    return [replace(task, instead_of=others[task.party]) if task.party in others else task for task in tasks_for(asked)]


def absence_of(person: Person) -> Absence | None:
    """Return until when this person is not there, if they said so and it is not over."""
    found = Absence.objects.select_related("substitute").filter(person=person, until__gte=timezone.localdate())
    return found.first()


def stands_in_for(person: Person) -> list[Absence]:
    """Return who is not there now and named this person to stand in, who is back first before the others.

    Who may not decide for that party any more reads nothing of it: that somebody is away is for one's own party alone.
    """
    found = Absence.objects.select_related("person").filter(substitute=person, until__gte=timezone.localdate())
    return [one for one in found.order_by("until", "pk") if person in may_stand_in(one.person)]


def away(people: Iterable[int]) -> dict[int, Absence]:
    """Return who of these people (by key) is not there now. Only for the eyes of their own party."""
    found = Absence.objects.select_related("substitute").filter(person__in=list(people))
    return {row.person_id: row for row in found.filter(until__gte=timezone.localdate())}


def due_day(day: dt.date | None, since: dt.datetime, running: Clock | None) -> dt.date | None:
    """Return the day of a task on the clock of its challenge (None: it never stood still); none in a step back."""
    return day if day is None or running is None else running.day(day, since=since)


def open_invitations(asked: Asked) -> list[Task]:
    """Return the invitations that wait for these addresses."""
    rows = _invitations(asked.emails, oldest_invitation())
    running = Clock.of_each({row["party__challenge"] for row in rows if row["paused"]})
    return [
        Task(
            asks=_("Do you take part?"),
            about=row["party__name"],
            url=reverse("challenges:accept_own", args=[row["pk"]]),
            challenge=row["party__challenge__title"],
            since=row["sent_at"],
            due=due_day(row["party__respond_by"], row["sent_at"], running.get(row["party__challenge"])),
            email=row["email"],
        )
        for row in rows
    ]


@prepared
def _invitations(emails: frozenset[str], oldest: dt.datetime) -> QuerySet[Invitation, dict[str, Any]]:
    sent = Invitation.objects.filter(email__in=emails, answer=Invitation.Answer.NONE, sent_at__gte=oldest)
    waiting: Any = sent.exclude(party__challenge__phase=Phase.CLOSED, party__state=Party.State.INVITED)
    waiting = waiting.annotate(paused=was_paused("party__challenge"))
    named = ("party__name", "party__respond_by", "party__challenge", "party__challenge__title")
    found: QuerySet[Invitation, dict[str, Any]] = waiting.values("pk", "email", "sent_at", "paused", *named)
    return found


def open_questions(asked: Asked) -> list[Task]:
    """Return the questions of invited parties that nobody answered yet; each other party that takes part can."""
    return [
        Task(
            asks=_("Can you answer this question?"),
            about=row["question__current__body"] or "",
            url=reverse("challenges:reply", args=[row["invitation__party__challenge__slug"], row["pk"]]),
            challenge=row["invitation__party__challenge__title"],
            since=row["asked_at"],
            party=row["invitation__party__challenge__parties"],
        )
        for row in _questions(asked.parties)
        if row["invitation__party__challenge__parties"] in asked.parties - {row["invitation__party"]}
    ]


@prepared
def _questions(parties: frozenset[int]) -> QuerySet[InvitationQuestion, Any]:
    waiting = InvitationQuestion.objects.filter(reply=None, invitation__party__challenge__parties__in=parties)
    return waiting.values(
        "pk",
        "asked_at",
        "question__current__body",
        "invitation__party__challenge__title",
        "invitation__party__challenge__slug",
        "invitation__party__challenge__parties",
        "invitation__party",
    )


@prepared
def _at_table(person: int) -> QuerySet[Seat, int]:
    """Return the parties for which somebody decides."""
    seats = Seat.objects.filter(person=person, ring=Ring.TABLE, party__state=Party.State.ACTIVE)
    return seats.values_list("party_id", flat=True)


def _stands_in(person: Person) -> dict[int, str]:
    """Return the parties for which this person stands in now, with who is away; only where they may act.

    That is at the table of the same party, or as the substitute of that place. What somebody does for another party
    stays with themselves.
    """
    places = {seat.party_id: str(seat.person) for seat in _substitute_for(person.pk) if absent(seat)}
    return places | {seat.party_id: str(seat.person) for seat in _chosen_by(person.pk, timezone.localdate())}


@prepared
def _substitute_for(person: int) -> QuerySet[Seat]:
    held = Seat.objects.filter(substitute=person, substitute_at__isnull=False, ring=Ring.TABLE)
    return held.filter(party__state=Party.State.ACTIVE).select_related("person", "challenge")


@prepared
def _chosen_by(person: int, today: dt.date) -> QuerySet[Seat]:
    """Return the places of who is away and chose this person, at tables where they sit too."""
    away_now = Absence.objects.filter(substitute=person, until__gte=today).values("person")
    own = Seat.objects.filter(person=person, ring=Ring.TABLE, rules__isnull=False, party__state=Party.State.ACTIVE)
    seats = Seat.objects.filter(person__in=away_now, ring=Ring.TABLE, party__in=own.values("party"))
    return seats.select_related("person")


def offered(person: Person) -> list[Person]:
    """Return who can stand in for this person and is not away too, to choose from."""
    found = may_stand_in(person)
    gone = away([one.pk for one in found])
    return [one for one in found if one.pk not in gone]


def without(absence: Absence) -> list[str]:
    """Return the challenges in which whom somebody chose may not act for their party."""
    told = stand_ins(absence.person)
    return [seat.challenge.title for seat, people in told if absence.substitute not in people]


def who_stands_in(absence: Absence) -> StandsIn:
    """Return who stands in during an absence: who was chosen, and who said yes for a place; two queries."""
    found: StandsIn = {}
    for seat, people in stand_ins(absence.person):
        accepted = seat.substitute_id if seat.substitute_at is not None else None
        for one in people:
            if one.pk in {absence.substitute_id, accepted}:
                found.setdefault(one, []).append(seat.challenge.title)
    return found
