"""What happens by itself: invitations end of who does not act for their member any more."""

from communityup.base.jobs import Job
from communityup.network.invitations import actions

JOBS = [Job(name="invitations.end", every_seconds=60, run=actions.end_due)]
