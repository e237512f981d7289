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
from communityup.workspace.former.actions import close_words
from communityup.workspace.former.notices import tell_going_public
from communityup.workspace.phases import actions as phases
from communityup.workspace.room import events
from communityup.workspace.room.queries import LEAVE_LEAD_IN


@transaction.atomic
def propose_step(challenge: Challenge, step: str, *, by: Actor) -> Round:
    """Propose a step as a party, that says yes with it; the others answer in their own time.

    Where facilitators guard the process, they propose the next phase, both (E7): `propose_phase`.
    """
    asked = propose_phase(challenge, step, by=by)
    if asked is None:
        raise NotAllowed(_("Who guards the process proposes the next phase, both together. You can ask them."))
    return asked


@transaction.atomic
def propose_phase(challenge: Challenge, step: str, *, by: Actor) -> Round | None:
    """Propose a step; None when it leads to a next phase and the second who guards the process did not say yes yet."""
    if step == LEAVE_LEAD_IN:
        change = phases.propose(challenge, to=Phase.INTERESTS, by=by)
        return None if change is None else change.asked
    _refuse_public(challenge)
    tell_going_public(challenge)
    return consent.ask(challenge, step, by=by)


def go_public(asked: Round, by: Actor) -> None:
    """Let everybody read along, after the last yes; what was said by who left stays closed until they say yes."""
    challenge = asked.challenge
    _refuse_public(challenge)
    close_words(challenge, by=by)
    challenge.public_at = timezone.now()
    challenge.save(update_fields=["public_at"])
    event = events.OpenedToPublic(object=challenge.public_id)
    record(event, stream=challenge.stream, by=by, party=permissions.own_seat(challenge, by).party.public_id)


def _refuse_public(challenge: Challenge) -> None:
    if challenge.practice:
        raise Refused(_("This is a practice challenge: it stays closed and leaves no trace."))
    if challenge.public_at is not None:
        raise Refused(_("Everybody may already read along."))
