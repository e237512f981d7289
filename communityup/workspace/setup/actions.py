"""Switching a part off or on, skipping a part of the start, and taking it up again."""

from django.db import transaction
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.setup import events, queries


@transaction.atomic
def propose_off(challenge: Challenge, *, key: str, by: Actor) -> Round:
    """Ask all parties to switch a part off; one's own party says yes with it."""
    own_seat(challenge, by)
    if queries.known_module(key) in challenge.off:
        raise Refused(_("This part is off already."))
    return consent.ask(challenge, f"{queries.OFF}:{key}", by=by)


@transaction.atomic
def propose_on(challenge: Challenge, *, key: str, by: Actor) -> Round:
    """Ask all parties to switch a part on again; one's own party says yes with it."""
    own_seat(challenge, by)
    if queries.known_module(key) not in challenge.off:
        raise Refused(_("This part is on already."))
    return consent.ask(challenge, f"{queries.ON}:{key}", by=by)


@transaction.atomic
def propose_skip(challenge: Challenge, *, key: str, by: Actor) -> Round:
    """Ask all parties to skip a part of the start; it is no longer offered once all agree (R21)."""
    own_seat(challenge, by)
    if queries.known_part(challenge, key) in challenge.skipped:
        raise Refused(_("This part is skipped already."))
    return consent.ask(challenge, f"{queries.SKIP}:{key}", by=by)


@transaction.atomic
def take_up(challenge: Challenge, *, key: str, by: Actor) -> Challenge:
    """Offer a part again that was skipped: one party that needs it is enough. Twice is once."""
    seat, locked = own_seat(challenge, by), _locked(challenge)
    if queries.known_part(challenge, key) not in locked.skipped:
        return locked
    locked.skipped = [one for one in locked.skipped if one != key]
    locked.save(update_fields=["skipped"])
    event = events.PartTakenUp(object=locked.public_id, part=key)
    record(event, stream=locked.stream, by=by, party=seat.party.public_id)
    return locked


def switch_off(asked: Round, by: Actor) -> None:
    """Switch the part off, after the last yes."""
    key, locked = _key(asked), _locked(asked.challenge)
    locked.off = sorted({*locked.off, key})
    locked.save(update_fields=["off"])
    _record(events.ModuleSwitchedOff(object=locked.public_id, module=key), locked, by)


def switch_on(asked: Round, by: Actor) -> None:
    """Switch the part on again, after the last yes."""
    key, locked = _key(asked), _locked(asked.challenge)
    locked.off = [one for one in locked.off if one != key]
    locked.save(update_fields=["off"])
    _record(events.ModuleSwitchedOn(object=locked.public_id, module=key), locked, by)


def skip(asked: Round, by: Actor) -> None:
    """Skip the part of the start, after the last yes."""
    key, locked = _key(asked), _locked(asked.challenge)
    locked.skipped = sorted({*locked.skipped, key})
    locked.save(update_fields=["skipped"])
    _record(events.PartSkipped(object=locked.public_id, part=key), locked, by)


def _record(event: Event, challenge: Challenge, by: Actor) -> None:
    record(event, stream=challenge.stream, by=by, party=own_seat(challenge, by).party.public_id)


def _key(asked: Round) -> str:
    return asked.about.partition(":")[2]


def _locked(challenge: Challenge) -> Challenge:
    return Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)
