"""What happens by itself: reminders that are due."""

from django.utils import timezone

from communityup.base.jobs import Job
from communityup.people.actors import Actor
from communityup.workspace.agreements import actions
from communityup.workspace.agreements.models import Reminder
from communityup.workspace.challenges.models import Clock

BATCH = 50


def send_reminders() -> int:
    """Remind of every agreement that is due, each in its own transaction; return how many were sent."""
    due = due_reminders(BATCH)
    return sum(actions.remind(reminder, by=Actor.job("agreement_reminders")) for reminder in due)


def due_reminders(limit: int) -> list[Reminder]:
    """Return the reminders that are due now, the oldest first, on the clocks of their challenges; two queries."""
    now = timezone.now()
    related = Reminder.objects.select_related("terms__agreement").filter(done_at=None, due_at__lte=now)
    found = list(related.order_by("due_at", "pk"))
    running = Clock.of_each({one.terms.agreement.challenge_id for one in found})
    moments = [(one, one.moment(running[one.terms.agreement.challenge_id])) for one in found]
    return [one for one, moment in moments if moment is not None and moment <= now][:limit]


JOBS = [Job(name="agreement_reminders", every_seconds=60, run=send_reminders)]
