"""What happens by itself: the figures of a session follow who registers and who came."""

from communityup.base.jobs import Job
from communityup.network.continuity import actions

JOBS = [Job(name="continuity.count", every_seconds=300, run=actions.count_due)]
