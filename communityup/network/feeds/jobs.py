"""What happens by itself: practices of other sites are fetched when their time has come."""

from communityup.base.jobs import Job
from communityup.network.feeds import actions

JOBS = [Job(name="feeds.fetch", every_seconds=60, run=actions.fetch_due)]
