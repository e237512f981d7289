"""What happens by itself: addresses that nobody needs any more are forgotten."""

from communityup.base.jobs import Job
from communityup.workspace.council import actions

JOBS = [Job(name="council.forget_addresses", every_seconds=6 * 3600, run=actions.forget_addresses)]
