"""What one can do to reach people: pass an invitation on. And what happens by itself: one reminder."""

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.log.actions import record
from communityup.people.actors import Actor
from communityup.workspace.challenges.actions import answer, locked_invitation, send_invitation
from communityup.workspace.challenges.models import Invitation
from communityup.workspace.challenges.permissions import inviting_parties, token_hash
from communityup.workspace.reach import events, notices, permissions, queries


@transaction.atomic
def forward_invitation(invitation: Invitation, *, email: str, by: Actor) -> Invitation:
    """Pass an invitation on to the right colleague, who gets a link of their own; the old link stays readable.

    Who invited sees that it was passed on, not to whom. The day around which an answer is expected stays the same.
    """
    locked = locked_invitation(invitation)
    permissions.refuse_forwarding(locked, by)
    permissions.refuse_receiver(locked, email, by)
    party = locked.party
    answer(locked, Invitation.Answer.FORWARDED)
    inviter = party.challenge.parties.get(public_id=inviting_parties(party.challenge)[party.public_id])
    sent = send_invitation(party, email, inviter=inviter, passed_on=True, by=by)
    event = events.InvitationForwarded(object=party.public_id)
    record(event, stream=party.challenge.stream, by=by, party=party.public_id)
    return sent


@transaction.atomic
def remind_invited(invitation: Invitation, *, by: Actor) -> bool:
    """Remind an invited party once, before the day around which an answer is expected; return whether that was due.

    The reminder has a link of its own; the one in the first letter keeps working.
    """
    if by.role != "job":
        raise NotAllowed(_("Reminders go out by themselves."))
    locked = locked_invitation(invitation)
    party = locked.party
    if party.respond_by is None or not queries.due(locked, party.respond_by):
        return False
    token = secrets.token_urlsafe(24)
    locked.reminded_at, locked.reminder_hash = timezone.now(), token_hash(token)
    locked.save(update_fields=["reminded_at", "reminder_hash"])
    notices.send_reminder(locked, token)
    event = events.InvitationReminded(object=party.public_id, respond_by=party.respond_by.isoformat())
    record(event, stream=party.challenge.stream, by=by, party=party.public_id)
    return True
