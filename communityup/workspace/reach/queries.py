"""What do we show, and which invitations have a reminder due."""

from datetime import date, timedelta

from django.utils import timezone

from communityup.workspace.challenges.models import Invitation, Party

# The reminder comes a week before the day around which an answer is expected; halfway when there is less time.
BEFORE = timedelta(days=7)


def due(invitation: Invitation, respond_by: date) -> bool:
    """Say whether the one reminder of this invitation is due: nothing came back, and the day is near but not past.

    During a step back nobody is reminded.
    """
    if invitation.answer != Invitation.Answer.NONE or invitation.reminded_at is not None:
        return False
    if invitation.party.state != Party.State.INVITED:
        return False
    sent, today = timezone.localdate(invitation.sent_at), timezone.localdate()
    begins = respond_by - min(BEFORE, (respond_by - sent) / 2)
    if not begins <= today <= respond_by or today == sent:
        return False
    return not invitation.party.challenge.pauses.filter(ended_at=None).exists()


def waiting() -> list[Invitation]:
    """Return the invitations of parties that did not answer and were not reminded, the day being near."""
    today = timezone.localdate()
    found = Invitation.objects.filter(
        answer=Invitation.Answer.NONE,
        reminded_at=None,
        party__state=Party.State.INVITED,
        party__respond_by__range=(today, today + BEFORE),
    )
    return [one for one in found.select_related("party__challenge") if due(one, one.party.respond_by or today)]
