"""What happens by itself: letters once a day rested, a reminder before a visit, and words that did their work go."""

from communityup.base.jobs import Job
from communityup.network.visits import actions

JOBS = [
    Job(name="visits.tell_due", every_seconds=15, run=actions.tell_due),
    Job(name="visits.remind_due", every_seconds=600, run=actions.remind_due),
    Job(name="visits.forget_due", every_seconds=3600, run=actions.forget_due),
]
