"""Going from one phase to another: proposed, answered by all parties, and looked back on. Nothing goes by itself."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record
from communityup.people.actors import Actor
from communityup.texts.actions import find_again, write
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.challenges.permissions import own_seat
from communityup.workspace.consent.actions import open_from_the_process, open_round
from communityup.workspace.consent.models import Round
from communityup.workspace.facilitation.actions import both
from communityup.workspace.facilitation.models import Act
from communityup.workspace.facilitation.permissions import facilitators_of, own_key
from communityup.workspace.phases import events, queries
from communityup.workspace.phases.models import Change, Reflection


@transaction.atomic
def propose(challenge: Challenge, *, to: str, reason: str = "", by: Actor) -> Change | None:
    """Ask all parties to go to another phase, forward or back; a party that asks says yes with it.

    What is asked in this phase and not there yet needs a reason, with which all agree. Where facilitators guard the
    process both propose it (E7): None as long as the second yes is missing.
    """
    locked = Challenge.objects.select_for_update(of=("self",)).select_related("stream").get(pk=challenge.pk)
    own_key(locked, by)
    _refuse_impossible(locked, to)
    if queries.open_change(locked) is not None:
        raise Refused(_("This question is already open. Answer it for your party."))
    still_open = queries.still_open(locked) if queries.goes_on(locked, to) else []
    if still_open and not reason.strip():
        raise Refused(_("Not everything is there yet. Say why you can go on without it; all parties decide on that."))
    guarded = bool(facilitators_of(locked))
    if guarded and not both(locked, f"{queries.STEP}:{to}", words=reason, by=by):
        return None
    about = queries.about(to)
    asked = open_from_the_process(locked, about) if guarded else open_round(locked, about, by=by)
    change = Change.objects.create(
        challenge=locked,
        asked=asked,
        before=locked.phase,
        after=to,
        still_open=still_open,
        reason=write(reason, by=by) if reason.strip() else None,
    )
    event = events.ChangeProposed(
        object=change.public_id,
        before=change.before,
        after=change.after,
        still_open=len(still_open),
        commit=None if change.reason is None else change.reason.commit,
    )
    party = None if guarded else own_seat(locked, by).party.public_id
    record(event, stream=locked.stream, by=by, party=party, role="facilitators" if guarded else None)
    return change


def propose_prepared(act: Act, by: Actor) -> None:
    """Propose a phase that one facilitator prepared, with the yes of the other."""
    reason = "" if act.words is None else str(act.words)
    propose(act.challenge, to=act.about.partition(":")[2], reason=reason, by=by)


def carry_out(asked: Round, by: Actor) -> None:
    """Go to the other phase, after the last yes."""
    challenge, change = asked.challenge, Change.objects.get(asked=asked)
    _refuse_impossible(challenge, change.after)
    challenge.phase = change.after
    challenge.save(update_fields=["phase"])
    event = events.PhaseChanged(object=change.public_id, before=change.before, after=change.after)
    record(event, stream=challenge.stream, by=by, party=own_seat(challenge, by).party.public_id)
    tell_all(asked)


def tell_all(asked: Round) -> None:
    """Let one find what parties took along, from when everybody reads it: all told it, or the question ended."""
    told = Reflection.objects.filter(change__asked=asked).select_related("words")
    find_again(one.words for one in told)


@transaction.atomic
def reflect(change: Change, *, words: str, by: Actor) -> Reflection:
    """Tell for one's own party what it takes along from the phase; changeable while the parties are asked (B24).

    The last yes of another takes nobody's words away: who wrote nothing yet still can, until a next phase is asked.
    """
    seat = own_seat(change.challenge, by)
    change.asked = Round.objects.select_for_update().get(pk=change.asked_id)
    if queries.told_too_late(change, seat.party):
        raise Refused(_("The parties have gone on. You can look back again with the next change."))
    told, _new = Reflection.objects.update_or_create(
        change=change, party=seat.party, defaults={"words": write(words, by=by), "said_at": timezone.now()}
    )
    event = events.ReflectionTold(object=change.public_id, commit=told.words.commit)
    record(event, stream=change.challenge.stream, by=by, party=seat.party.public_id)
    tell_all(change.asked)
    return told


def _refuse_impossible(challenge: Challenge, to: str) -> None:
    if to not in queries.possible(challenge):
        raise Refused(_("This challenge cannot go to that phase now."))
    for refuse in queries.gates(challenge.phase, to):
        refuse(challenge)
