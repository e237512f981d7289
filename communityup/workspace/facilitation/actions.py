"""What can one do to guard the process: prepare an act that needs two, say yes to it, take it back."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.texts.actions import write
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import refuse_while_off
from communityup.workspace.challenges.queries import clock
from communityup.workspace.facilitation import events, permissions, queries
from communityup.workspace.facilitation.models import KEYS, Act, Turn
from communityup.workspace.facilitation.permissions import Key

LAPSES_AFTER = dt.timedelta(days=14)
Facts = Mapping[str, str | int | None]


@transaction.atomic
def both(
    challenge: Challenge, about: str, *, facts: Facts | None = None, words: str = "", alone: bool = False, by: Actor
) -> bool:
    """Turn one's key for an act of the process, and say whether it may be done now (E7). Part of other actions.

    False: this was the first key, or a second one is still missing; the line of the log is written and the calling
    action changes nothing. True: it goes on, does the thing and records its own event. The kept facts must be the same:
    two facilitators say yes to one thing. `alone`: where nobody guards, one person's yes is enough by now.
    """
    locked = _locked(challenge)
    waiting = queries.waiting_act(locked, about)
    key = permissions.own_key(locked, by, since=None if waiting is None else waiting.asked_at)
    alone = alone and not permissions.facilitators_of(locked)
    if waiting is None and (alone or _one_is_enough(locked, about)):
        return True
    if waiting is not None and (dict(facts or {}) != waiting.facts or words.strip() != _words(waiting)):
        raise Refused(_("Something else waits here for a second yes. Answer that, or take it back first."))
    act = waiting or Act.objects.create(
        challenge=locked,
        about=about,
        facts=dict(facts or {}),
        words=write(words, by=by) if words.strip() else None,
        asked_at=timezone.now(),
    )
    turned = _turn(act, key)
    if alone or _complete(act):
        _end(act, Act.State.DONE)
        return True
    if turned:
        event = events.StepAsked if waiting is None else events.StepConfirmed
        _record(
            event(object=act.public_id, step=_prefix(act), commit=act.words.commit if act.words else None), act, key, by
        )
    return False


@transaction.atomic
def confirm(act: Act, *, by: Actor) -> Act:
    """Say yes to an act that waits; with the last yes the thing itself is done, and its own event tells so."""
    locked = _waiting(act)
    step = queries.step_of(locked.about)
    refuse_while_off(locked.challenge, step.part)
    step.carry_out(locked, by)
    locked.refresh_from_db()
    return locked


@transaction.atomic
def take_back(act: Act, *, by: Actor) -> Act:
    """Take a waiting act back, or say no to it: each who holds a key can, and nothing changes."""
    locked = _waiting(act)
    key = permissions.own_key(locked.challenge, by, since=locked.asked_at)
    _end(locked, Act.State.TAKEN_BACK)
    _record(events.StepTakenBack(object=locked.public_id, step=_prefix(locked)), locked, key, by)
    return locked


@transaction.atomic
def let_lapse(act: Act, *, by: Actor) -> bool:
    """Let an act lapse that got no second yes in two weeks of running time; return whether it did."""
    if by.role != "job":
        raise NotAllowed(_("This happens by itself."))
    _locked(act.challenge)
    locked = Act.objects.select_for_update(of=("self",)).select_related("challenge__stream").get(pk=act.pk)
    ends = clock(locked.challenge).deadline(locked.asked_at, LAPSES_AFTER)
    if locked.state != Act.State.WAITS or ends is None or ends > timezone.now():
        return False
    _end(locked, Act.State.LAPSED)
    record(events.StepLapsed(object=locked.public_id, step=_prefix(locked)), stream=locked.challenge.stream, by=by)
    return True


def _turn(act: Act, key: Key) -> bool:
    """Keep that this key was turned; return whether that is new. One person turns one key (E7).

    A yes for a party, or from before somebody stopped, gives way to that of the key one has now.
    """
    guards = {guard.pk for guard in permissions.facilitators_of(act.challenge)}
    known = act.turns.filter(person=key.person).first()
    if known is not None and known.facilitator_id == (None if key.facilitator is None else key.facilitator.pk):
        return False
    if known is not None and known.facilitator_id in guards:
        raise NotAllowed(_("You already said yes to this. Somebody else says the second yes."))
    if key.facilitator is not None and act.turns.filter(facilitator=key.facilitator).exists():
        return False
    Turn.objects.update_or_create(
        act=act,
        person=key.person,
        defaults={
            "party": key.party,
            "facilitator": key.facilitator,
            "substitute": key.substitute,
            "turned_at": timezone.now(),
        },
    )
    return True


def _complete(act: Act) -> bool:
    """Say whether every key that counts now was turned; that of somebody who stopped meanwhile counts no more."""
    guards = permissions.facilitators_of(act.challenge)
    turns = list(Turn.objects.filter(act=act))
    turned = {turn.facilitator_id for turn in turns if turn.facilitator_id is not None}
    of_parties = {turn.party_id for turn in turns if turn.facilitator_id is None and turn.party_id is not None}
    if len(guards) >= KEYS:
        return {guard.pk for guard in guards} <= turned
    if guards:
        return guards[0].pk in turned and bool(of_parties - {guards[0].party_id})
    return len(of_parties) >= (KEYS if queries.step_of(act.about).two_parties else 1)


def _one_is_enough(challenge: Challenge, about: str) -> bool:
    return not queries.step_of(about).two_parties and not permissions.facilitators_of(challenge)


def _end(act: Act, state: str) -> None:
    act.state, act.ended_at = state, timezone.now()
    act.save(update_fields=["state", "ended_at"])


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)


def _waiting(act: Act) -> Act:
    _locked(act.challenge)
    found = Act.objects.select_for_update(of=("self",)).select_related("challenge__stream", "words__current")
    locked = found.get(pk=act.pk)
    if locked.state != Act.State.WAITS:
        raise Refused(_("This no longer waits for an answer."))
    return locked


def _words(act: Act) -> str:
    return "" if act.words is None else str(act.words)


def _prefix(act: Act) -> str:
    return act.about.partition(":")[0]


def _record(event: Event, act: Act, key: Key, by: Actor) -> None:
    """Write the line: a facilitator acts for no party."""
    party, role = None if key.party is None else key.party.public_id, None
    if key.facilitator is not None:
        party, role = None, "substitute" if key.substitute else "facilitator"
    record(event, stream=act.challenge.stream, by=by, party=party, role=role)
