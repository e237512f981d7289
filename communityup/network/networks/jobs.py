"""What happens by itself: the addresses of people who never answered are forgotten."""

from communityup.base.jobs import Job
from communityup.network.networks import actions

JOBS = [Job(name="networks.forget_addresses", every_seconds=6 * 3600, run=actions.forget_addresses)]
