"""What happens by itself: words that a party said are not of its people go after half a year."""

from communityup.base.jobs import Job
from communityup.workspace.paper import actions

JOBS = [Job(name="paper.forget_declined", every_seconds=6 * 3600, run=actions.forget_declined)]
