"""What happens by itself: a report is public once the time to correct it is over."""

from communityup.base.jobs import Job
from communityup.network.reports import actions

JOBS = [Job(name="reports.publish", every_seconds=300, run=actions.publish_due)]
