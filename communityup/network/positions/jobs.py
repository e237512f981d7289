"""What happens by itself: where a member stood is forgotten when it left."""

from communityup.base.jobs import Job
from communityup.network.positions import actions

JOBS = [Job(name="positions.forget_left", every_seconds=3600, run=actions.forget_left)]
