"""What happens by itself: answered requests are forgotten."""

from communityup.base.jobs import Job
from communityup.network.founding import actions

JOBS = [Job(name="founding.forget_due", every_seconds=6 * 3600, run=actions.forget_due)]
