"""What happens by itself: one letter about all sessions of a series that changed, once the change rested."""

from communityup.base.jobs import Job
from communityup.network.series import actions

JOBS = [Job(name="series.tell_due", every_seconds=15, run=actions.tell_due)]
