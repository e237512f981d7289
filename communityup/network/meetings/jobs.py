"""What happens by itself: letters once a change rested, offered places that go on, and addresses that are forgotten."""

from communityup.base.jobs import Job
from communityup.network.meetings import actions

JOBS = [
    Job(name="meetings.tell_due", every_seconds=15, run=actions.tell_due),
    Job(name="meetings.move_on", every_seconds=60, run=actions.move_on_due),
    Job(name="meetings.forget", every_seconds=3600, run=actions.forget_due),
]
