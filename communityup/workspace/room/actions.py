"""Steps of the challenge as a whole, each by consent of all parties."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record
from communityup.people.actors import Actor
from communityup.workspace.challenges import permissions
from communityup.workspace.challenges.models import Challenge, Phase
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.room import events, queries
from communityup.workspace.room.queries import GO_PUBLIC, LEAVE_LEAD_IN


@transaction.atomic
def propose_step(challenge: Challenge, step: str, *, by: Actor) -> Round:
    """Propose a step; one's own party says yes with it, the others answer in their own time."""
    _refuse_impossible(challenge, step)
    return consent.ask(challenge, step, by=by)


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
