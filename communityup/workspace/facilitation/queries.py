"""Who guards the process, what waits for them, and the registry of acts that need two."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communityup.base.prepared import prepared
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Clock, Facilitator, Party
from communityup.workspace.challenges.permissions import Viewer, takes_part
from communityup.workspace.challenges.queries import clock
from communityup.workspace.facilitation import permissions
from communityup.workspace.facilitation.models import KEYS, Act, Turn
from communityup.workspace.tasks.queries import Asked, Task


@dataclass(frozen=True, kw_only=True)
class Step:
    """One kind of act that needs both keys. The app that offers it registers it in AppConfig.ready.

    `about` of an act begins with the prefix, then perhaps ":" and an id. `carry_out` calls the same action again with
    the kept facts and words; that action asks `actions.both` first. Without facilitators one person at the table does
    it at once, or with `two_parties` two people of two parties do.
    """

    prefix: str
    label: Callable[[Act], Any]
    carry_out: Callable[[Act, Actor], object]
    url: Callable[[Act], str] = lambda act: reverse("room:overview", args=[act.challenge.slug])
    two_parties: bool = False
    while_paused: bool = False  # whether a second yes counts during a step back too (E12)
    part: str = ""  # the part of the platform it belongs to, when that can be off: then it is not done (A5)


_STEPS: dict[str, Step] = {}


def register_step(step: Step) -> None:
    """Let acts of this kind be prepared, shown and confirmed."""
    _STEPS[step.prefix] = step


def step_of(about: str) -> Step:
    """Return the kind of an act; raises Http404 for one that nobody registered."""
    found = _STEPS.get(about.partition(":")[0])
    if found is None:
        raise Http404
    return found


def day_in(act: Act, fact: str = "ends_on") -> str:
    """Return a day among the facts of an act as one reads it."""
    return date_format(dt.date.fromisoformat(str(act.facts[fact])), "j F Y")


def waiting_acts(challenge: Challenge) -> list[Act]:
    """Return the acts that wait for a second key, the oldest first, with who turned one."""
    waiting = Act.objects.filter(challenge=challenge, state=Act.State.WAITS).order_by("asked_at")
    found = waiting.select_related("challenge__stream", "words__current")
    return list(found.prefetch_related("turns__party", "turns__person", "turns__facilitator__party"))


def waiting_act(challenge: Challenge, about: str) -> Act | None:
    """Return the act about one thing that waits, if any."""
    return next((act for act in waiting_acts(challenge) if act.about == about), None)


def act_of(challenge: Challenge, public_id: str) -> Act:
    """Return an act of this challenge; raises Http404 for another's."""
    found = Act.objects.select_related("challenge__stream", "words__current")
    return get_object_or_404(found, challenge=challenge, public_id=public_id)


def page(challenge: Challenge, viewer: Viewer) -> dict[str, Any]:
    """Return who guards the process and what waits; what one can answer oneself is marked."""
    guards, named = permissions.facilitators_of(challenge), takes_part(challenge, viewer)
    acts, holds, running = waiting_acts(challenge), permissions.holds_key(challenge, viewer), clock(challenge)
    able = [holds or permissions.stands_in_now(guards, viewer, since=act.asked_at, running=running) for act in acts]
    rows = [act_row(act, guards, viewer, able=can, named=named) for act, can in zip(acts, able, strict=True)]
    return {"guards": guards, "named": named, "acts": rows, "waiting": permissions.waiting_things(challenge)}


def office(guard: Facilitator, *, named: bool = False) -> str:
    """Return who guards the process: by name for who takes part, and for everybody as of which party (X14)."""
    if named:
        return str(guard.person)
    if guard.party is None:
        return _("the facilitator from outside")
    return _("the facilitator of %(party)s") % {"party": guard.party}


def other_key(guards: list[Facilitator], viewer: Viewer) -> str:
    """Return in words who says the other yes beside this viewer: with one facilitator also somebody else (E7, R16)."""
    if len(guards) >= KEYS:
        return _("the other who guards the process")
    if not any(viewer.pk in {guard.person_id, guard.substitute_id} for guard in guards):
        return _("the facilitator")
    return beside_one(guards[0])


def beside_one(guard: Facilitator) -> str:
    """Return in words who says the second yes as long as one facilitator guards the process."""
    return _("somebody at the table") if guard.party is None else _("somebody at the table of another party")


def yes_kept(challenge: Challenge, viewer: Viewer) -> str:
    """Return what somebody reads whose yes was the first of two."""
    who = other_key(permissions.facilitators_of(challenge), viewer)
    return _("Your yes is kept. It happens as soon as %(who)s says yes too.") % {"who": who}


def parties_asked_later(challenge: Challenge, viewer: Viewer) -> str:
    """Return the same where the parties are asked after the second yes."""
    who = other_key(permissions.facilitators_of(challenge), viewer)
    return _("Your yes is kept. The parties are asked as soon as %(who)s says yes too.") % {"who": who}


def decided_with(guards: list[Facilitator], viewer: Viewer) -> str:
    """Return with whom somebody decides what needs two; nothing where nobody guards the process."""
    words = _("You decide this together with %(who)s: with the second yes it happens.")
    return words % {"who": other_key(guards, viewer)} if guards else ""


def act_row(act: Act, guards: list[Facilitator], viewer: Viewer, *, able: bool, named: bool) -> dict[str, Any]:
    """Return what is shown of one act that waits: who said yes, whose yes is missing, and what this viewer can do."""
    step, turns = step_of(act.about), list(act.turns.all())
    turned = {turn.facilitator_id for turn in turns if turn.facilitator_id is not None}
    missing = [office(guard, named=named) for guard in guards if guard.pk not in turned]
    if len(guards) < KEYS and all(turn.facilitator_id is not None for turn in turns):
        missing.append(beside_one(guards[0]) if guards else _("somebody at the table of another party"))
    return {
        "act": act,
        "label": step.label(act),
        "url": step.url(act),
        "turns": [{"who": _turned(turn, named=named), "substitute": turn.substitute} for turn in turns],
        "missing": missing,
        "can_answer": able and not any(turn.person_id == viewer.pk for turn in turns),
        "can_take_back": able,
        "while_paused": step.while_paused,
    }


def _turned(turn: Turn, *, named: bool) -> str:
    """Return who said yes: a person for who takes part, and for everybody a facilitator or a party."""
    if named and turn.person is not None:
        return str(turn.person)
    return str(turn.party or "") if turn.facilitator is None else office(turn.facilitator)


def tasks(asked: Asked) -> list[Task]:
    """Return the steps that wait for a yes of these facilitators, their substitutes later, or of a party beside one.

    One query for the steps and one for who guards, and one per challenge with a substitute.
    """
    waiting = _waiting(asked.parties, asked.emails)
    prefetch_related_objects(waiting, "turns")
    guards: dict[int, list[Facilitator]] = {}
    for guard in _guarding(frozenset(act.challenge_id for act in waiting)) if waiting else ():
        guards.setdefault(guard.challenge_id, []).append(guard)
    running = {
        challenge: clock(found[0].challenge)
        for challenge, found in guards.items()
        if any(guard.substitute is not None for guard in found)
    }
    return [
        task
        for act in waiting
        for task in _tasks_of(act, guards.get(act.challenge_id, []), asked, running.get(act.challenge_id))
    ]


@prepared
def _waiting(parties: frozenset[int], emails: frozenset[str]) -> QuerySet[Act]:
    mine = Q(person__email__in=emails) | Q(substitute__email__in=emails)
    own = Facilitator.objects.filter(mine, until=None).values("challenge")
    places = Q(challenge__in=own) | Q(challenge__parties__in=parties)
    acts = Act.objects.filter(places, state=Act.State.WAITS).select_related("challenge", "words__current")
    return acts.distinct().order_by("asked_at", "pk")


@prepared
def _guarding(challenges: frozenset[int]) -> QuerySet[Facilitator]:
    related = Facilitator.objects.select_related("challenge", "person", "substitute")
    return related.filter(challenge__in=challenges, until=None)


def _tasks_of(act: Act, guards: list[Facilitator], asked: Asked, running: Clock | None) -> list[Task]:
    turns = list(act.turns.all())
    turned = {turn.facilitator_id for turn in turns if turn.facilitator_id is not None}
    missing = [guard for guard in guards if guard.pk not in turned]
    emails = {email for guard in missing for email in permissions.may_act(guard, act.asked_at, running)}
    found = [_task(act, email=email) for email in sorted(emails & asked.emails)]
    if len(guards) < KEYS and not any(turn.party_id is not None and turn.facilitator_id is None for turn in turns):
        beside = {guard.party_id for guard in guards}
        parties = act.challenge.parties.filter(state=Party.State.ACTIVE, pk__in=asked.parties)
        found += [_task(act, party=party.pk) for party in parties if party.pk not in beside]
    return found


def _task(act: Act, *, party: int | None = None, email: str = "") -> Task:
    return Task(
        asks=_("Do you say the second yes?"),
        about=str(step_of(act.about).label(act)),
        url=reverse("facilitators:page", args=[act.challenge.slug]),
        challenge=act.challenge.title,
        since=act.asked_at,
        party=party,
        email=email,
    )
