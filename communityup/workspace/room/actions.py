"""Steps of the challenge as a whole, each by consent of all parties."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record
from communityup.people.actors import Actor
from communityup.workspace.challenges import permissions
from communityup.workspace.challenges.models import Challenge, Phase
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.facilitation.actions import both
from communityup.workspace.facilitation.models import Act
from communityup.workspace.facilitation.permissions import facilitators_of
from communityup.workspace.room import events, queries
from communityup.workspace.room.queries import GO_PUBLIC, LEAVE_LEAD_IN, PHASE_STEP


@transaction.atomic
def propose_step(challenge: Challenge, step: str, *, by: Actor) -> Round:
    """Propose a step; one's own party says yes with it, the others answer in their own time.

    Where facilitators guard the process, they propose the next phase, both (E7): `propose_phase`.
    """
    _refuse_impossible(challenge, step)
    if step == LEAVE_LEAD_IN and facilitators_of(challenge):
        raise NotAllowed(_("Who guards the process proposes the next phase, both together. You can ask them."))
    return consent.ask(challenge, step, by=by)


@transaction.atomic
def propose_phase(challenge: Challenge, step: str, *, by: Actor) -> Round | None:
    """Propose a step as who guards the process: with the yes of both, all parties are asked; None before that (E7)."""
    if step != LEAVE_LEAD_IN or not facilitators_of(challenge):
        return propose_step(challenge, step, by=by)
    _refuse_impossible(challenge, step)
    if not both(challenge, f"{PHASE_STEP}:{step}", by=by):
        return None
    return consent.ask_from_the_process(challenge, step, by=by, role="facilitators")


def propose_prepared(act: Act, by: Actor) -> None:
    """Propose a phase that one facilitator prepared, with the yes of the other."""
    propose_phase(act.challenge, act.about.partition(":")[2], by=by)


def leave_lead_in(asked: Round, by: Actor) -> None:
    """Leave the lead-in, after the last yes."""
    challenge = asked.challenge
    _refuse_impossible(challenge, LEAVE_LEAD_IN)
    challenge.phase = Phase.INTERESTS
    challenge.save(update_fields=["phase"])
    event = events.LeadInLeft(object=challenge.public_id)
    record(event, stream=challenge.stream, by=by, party=permissions.own_seat(challenge, by).party.public_id)


def go_public(asked: Round, by: Actor) -> None:
    """Let everybody read along, after the last yes."""
    challenge = asked.challenge
    _refuse_impossible(challenge, GO_PUBLIC)
    challenge.public_at = timezone.now()
    challenge.save(update_fields=["public_at"])
    event = events.OpenedToPublic(object=challenge.public_id)
    record(event, stream=challenge.stream, by=by, party=permissions.own_seat(challenge, by).party.public_id)


def _refuse_impossible(challenge: Challenge, step: str) -> None:
    if step == LEAVE_LEAD_IN and challenge.phase != Phase.LEAD_IN:
        raise Refused(_("This challenge has already left the lead-in."))
    if step == LEAVE_LEAD_IN and queries.kinds_missing(challenge):
        raise Refused(_("Parties of two kinds are needed before the lead-in ends. Invite another party first."))
    if step == GO_PUBLIC and challenge.practice:
        raise Refused(_("This is a practice challenge: it stays closed and leaves no trace."))
    if step == GO_PUBLIC and challenge.public_at is not None:
        raise Refused(_("Everybody may already read along."))
