"""What happens by itself: reminders that are due."""

from communityup.base.jobs import Job
from communityup.people.actors import Actor
from communityup.workspace.agreements import actions, queries

BATCH = 50


def send_reminders() -> int:
    """Remind of every agreement that is due, each in its own transaction; return how many were sent."""
    due = queries.due_reminders(BATCH)
    return sum(actions.remind(reminder, by=Actor.job("agreement_reminders")) for reminder in due)


JOBS = [Job(name="agreement_reminders", every_seconds=60, run=send_reminders)]
