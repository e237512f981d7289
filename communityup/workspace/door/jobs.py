"""What happens by itself: everybody hears that a deadline of the law is near."""

from django.utils import timezone

from communityup.base.jobs import Job
from communityup.people.actors import Actor
from communityup.workspace.door import actions, queries

BATCH = 50


def remind_of_deadlines() -> int:
    """Tell of every deadline that is near, each in its own transaction; return of how many was told."""
    due = queries.due_deadlines(timezone.now(), BATCH)
    return sum(actions.remind(deadline, by=Actor.job("formal_deadlines")) for deadline in due)


JOBS = [Job(name="formal_deadlines", every_seconds=600, run=remind_of_deadlines)]
