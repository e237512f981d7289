"""What happens by itself: coordinators hear of who gets no answer, and what was said is deleted as agreed."""

from communityup.base.jobs import Job
from communityup.network.stuck import actions

JOBS = [
    Job(name="stuck.tell_unanswered", every_seconds=900, run=actions.tell_unanswered),
    Job(name="stuck.delete", every_seconds=3600, run=actions.delete_due),
]
