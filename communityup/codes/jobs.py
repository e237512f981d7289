"""What happens by itself: counters of tries go when their time is over."""

from communityup.base.jobs import Job
from communityup.codes import actions

JOBS = [Job(name="forget_old_counters", every_seconds=3600, run=actions.forget_old_counters)]
