"""What happens by itself: who was at a session is asked, once more after a week, and after two weeks it is counted."""

from communityup.base.jobs import Job
from communityup.network.evaluations import actions

JOBS = [
    Job(name="evaluations.open", every_seconds=300, run=actions.open_due),
    Job(name="evaluations.remind", every_seconds=900, run=actions.remind_due),
    Job(name="evaluations.close", every_seconds=300, run=actions.close_due),
    Job(name="evaluations.forget", every_seconds=3600, run=actions.forget_due),
]
