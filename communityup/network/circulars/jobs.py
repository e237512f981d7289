"""What happens by itself: who has a place at a session is reminded before it."""

from communityup.base.jobs import Job
from communityup.network.circulars import actions

JOBS = [Job(name="circulars.remind_due", every_seconds=600, run=actions.remind_due)]
