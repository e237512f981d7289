"""Steps of the challenge as a whole, each by consent of all parties."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.people.actors import Actor
from communityup.workspace.challenges import permissions
from communityup.workspace.challenges.models import Challenge, Phase
from communityup.workspace.consent import actions as consent
from communityup.workspace.consent.models import Round
from communityup.workspace.consent.queries import open_about
from communityup.workspace.room import events, queries
from communityup.workspace.room.queries import GO_PUBLIC, LEAVE_LEAD_IN


@transaction.atomic
def propose_step(challenge: Challenge, step: str, *, by: Actor) -> Round:
    """Propose a step; one's own party says yes with it, the others answer in their own time."""
    _refuse_impossible(challenge, step)
    asked = consent.open_round(challenge, step, by=by)
    _record(challenge, events.StepProposed(object=asked.public_id, step=step), by=by)
    return asked


@transaction.atomic
def answer_step(challenge: Challenge, step: str, *, agrees: bool, reason: str = "", by: Actor) -> Round:
    """Answer a proposed step for one's own party; the last yes takes the step."""
    opened, party = _open(challenge, step), permissions.own_seat(challenge, by).party
    was_yes = opened.answers.filter(party=party, agrees=True).exists()
    asked = consent.answer(opened, agrees=agrees, reason=reason, by=by)
    if not asked.agreed:
        if not (agrees and was_yes):
            said, given = "agrees" if agrees else "not_yet", asked.answers.get(party=party).reason
            commit = None if given is None else given.commit
            event = events.StepAnswered(object=asked.public_id, commit=commit, step=step, answer=said)
            _record(challenge, event, by=by)
        return asked
    _refuse_impossible(challenge, step)
    if step == LEAVE_LEAD_IN:
        challenge.phase = Phase.INTERESTS
        challenge.save(update_fields=["phase"])
        _record(challenge, events.LeadInLeft(object=challenge.public_id), by=by)
    else:
        challenge.public_at = timezone.now()
        challenge.save(update_fields=["public_at"])
        _record(challenge, events.OpenedToPublic(object=challenge.public_id), by=by)
    return asked


@transaction.atomic
def withdraw_step(challenge: Challenge, step: str, *, by: Actor) -> Round:
    """Take a proposed step back; only the party that proposed it can, as others say "not yet" with their reason."""
    opened = _open(challenge, step)
    if permissions.own_seat(challenge, by).party_id != queries.proposer_of(opened):
        raise NotAllowed(_('Only the party that proposed this can take it back. You can say "not yet", and why.'))
    asked = consent.withdraw_round(opened, by=by)
    _record(challenge, events.StepWithdrawn(object=asked.public_id, step=step), by=by)
    return asked


def _refuse_impossible(challenge: Challenge, step: str) -> None:
    if step == LEAVE_LEAD_IN and challenge.phase != Phase.LEAD_IN:
        raise Refused(_("This challenge has already left the lead-in."))
    if step == LEAVE_LEAD_IN and queries.kinds_missing(challenge):
        raise Refused(_("Parties of two kinds are needed before the lead-in ends. Invite another party first."))
    if step == GO_PUBLIC and challenge.public_at is not None:
        raise Refused(_("Everybody may already read along."))


def _open(challenge: Challenge, step: str) -> Round:
    asked = open_about(challenge, step)
    if asked is None:
        raise Refused(_("This question is no longer open."))
    return asked


def _record(challenge: Challenge, event: Event, *, by: Actor) -> None:
    seat = permissions.own_seat(challenge, by)
    record(event, stream=challenge.stream, by=by, party=seat.party.public_id)
