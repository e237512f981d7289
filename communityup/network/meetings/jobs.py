"""What happens by itself: who asked to hear of sessions gets the letter, once what changed rested for a minute."""

from communityup.base.jobs import Job
from communityup.network.meetings import actions

JOBS = [Job(name="meetings.tell_due", every_seconds=15, run=actions.tell_due)]
