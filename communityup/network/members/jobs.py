"""What happens by itself: words and addresses that nobody needs any more are forgotten."""

from communityup.base.jobs import Job
from communityup.network.members import actions

JOBS = [Job(name="members.forget_words", every_seconds=6 * 3600, run=actions.forget_words)]
