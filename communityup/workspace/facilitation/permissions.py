"""Who guards the process, and whose key an act of the process needs. No kind of party appears here (E4)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.base.prepared import prepared
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Clock, Facilitator, Party
from communityup.workspace.challenges.permissions import Viewer, own_seat
from communityup.workspace.challenges.queries import clock
from communityup.workspace.facilitation.models import KEYS, Act

SUBSTITUTE_AFTER = dt.timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Something that waits for who guards the process, beside acts that need both: what, where, since when."""

    label: str
    url: str
    since: dt.datetime


_WAITS: list[Callable[[Challenge], list[Waiting]]] = []


@dataclass(frozen=True, kw_only=True)
class Key:
    """With what somebody acts in the process: a facilitator's key (their own or as substitute), or a party's."""

    person: Person
    party: Party | None
    facilitator: Facilitator | None = None
    substitute: bool = False


def register_waiting(source: Callable[[Challenge], list[Waiting]]) -> None:
    """Say what else waits for who guards the process, such as an unanswered signal; a constant number of queries."""
    if source not in _WAITS:
        _WAITS.append(source)


def waiting_things(challenge: Challenge) -> list[Waiting]:
    """Return what else waits for who guards the process, the oldest first."""
    return sorted((thing for source in _WAITS for thing in source(challenge)), key=lambda thing: thing.since)


def facilitators_of(challenge: Challenge) -> list[Facilitator]:
    """Return who guards the process now, the longest first: none, one or two; one query."""
    return _guarding(challenge.pk)


@prepared
def _guarding(challenge: int) -> QuerySet[Facilitator]:
    found = Facilitator.objects.select_related("challenge", "party", "person", "substitute")
    return found.filter(challenge=challenge, until=None).order_by("since", "pk")


def acts_as_facilitator(challenge: Challenge, by: Actor, *, since: dt.datetime | None = None) -> bool:
    """Say whether somebody acts as a facilitator now: one of the two, or a substitute after three days (R16).

    `since` is from when on the matter waits; without it, the oldest thing that waits for that facilitator counts.
    """
    return facilitator_for(challenge, by, since=since) is not None


def facilitator_for(challenge: Challenge, by: Actor, *, since: dt.datetime | None = None) -> Facilitator | None:
    """Return the facilitator as whom somebody acts now: themselves, or whom they stand in for after three days."""
    return _among(facilitators_of(challenge), by, since)


def own_key(challenge: Challenge, by: Actor, *, since: dt.datetime | None = None) -> Key:
    """Return the key with which somebody acts in the process.

    With two facilitators these are theirs (E7). As long as one is missing, anybody at the table of another party holds
    the other key; without any, everybody at the table has one (R16). Raises NotAllowed for all others.
    """
    guards = facilitators_of(challenge)
    guard = _among(guards, by, since)
    if guard is not None:
        stands_in = guard.person_id != by.known.pk
        return Key(person=by.known, party=guard.party, facilitator=guard, substitute=stands_in)
    if len(guards) >= KEYS:
        raise NotAllowed(_("The two facilitators do this together. You can ask them."))
    seat = own_seat(challenge, by)
    if guards and guards[0].party_id == seat.party_id:
        raise NotAllowed(_("The facilitator does this, together with somebody at the table of another party."))
    return Key(person=by.known, party=seat.party)


def holds_key(challenge: Challenge, person: Viewer) -> bool:
    """Say whether this person can begin a step of the process now, alone or as the first of two."""
    if not isinstance(person, Person):
        return False
    try:
        own_key(challenge, Actor.of(person))
    except NotAllowed:
        return False
    return True


class ActingAs(TypedDict):
    """How a line of the log tells who did something in the process."""

    party: str | None
    role: str | None


def acting_as(challenge: Challenge, by: Actor) -> ActingAs:
    """Return as whom a line tells an act after `actions.both`: the facilitators together, else one's own party."""
    if by.person is None:
        return ActingAs(party=None, role=None)
    if facilitators_of(challenge):
        return ActingAs(party=None, role="facilitators")
    return ActingAs(party=own_seat(challenge, by).party.public_id, role=None)


def waits_for(guard: Facilitator) -> dt.datetime | None:
    """Return since when something waits for this facilitator; None when nothing does."""
    acts = Act.objects.filter(challenge=guard.challenge_id, state=Act.State.WAITS).exclude(turns__facilitator=guard)
    moments = [acts.order_by("asked_at").values_list("asked_at", flat=True).first()]
    moments += [thing.since for thing in waiting_things(guard.challenge)]
    return min((moment for moment in moments if moment is not None), default=None)


def may_act(guard: Facilitator, since: dt.datetime, running: Clock | None) -> list[str]:
    """Return the addresses of who may do something that waits for this facilitator: theirs, and later the substitute's.

    `running` is the clock of the challenge; it is needed when there is a substitute.
    """
    found = [guard.person.email]
    if guard.substitute is not None and running is not None and _passed(guard, since, running):
        found.append(guard.substitute.email)
    return found


def stands_in_now(guards: list[Facilitator], person: Viewer, *, since: dt.datetime, running: Clock) -> bool:
    """Say whether this person may act for one of these facilitators in something that waits since then."""
    return any(guard.substitute_id == person.pk and _passed(guard, since, running) for guard in guards)


def _among(guards: list[Facilitator], by: Actor, since: dt.datetime | None) -> Facilitator | None:
    if by.person is None:
        return None
    own = next((guard for guard in guards if guard.person_id == by.person.pk), None)
    if own is not None:
        return own
    stands_in = [guard for guard in guards if guard.substitute_id == by.person.pk]
    return next((guard for guard in stands_in if _waited(guard, since)), None)


def _waited(guard: Facilitator, since: dt.datetime | None) -> bool:
    """Say whether something has waited for this facilitator for three days of running time."""
    began = since or waits_for(guard)
    return began is not None and _passed(guard, began, clock(guard.challenge))


def _passed(guard: Facilitator, since: dt.datetime, running: Clock) -> bool:
    moment = running.deadline(max(since, guard.since), SUBSTITUTE_AFTER)
    return moment is not None and moment <= timezone.now()
