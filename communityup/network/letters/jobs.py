"""What happens by itself: letters that are planned begin to go out, and go on until everybody has theirs."""

from communityup.base.jobs import Job
from communityup.network.letters import actions

JOBS = [Job(name="letters.send", every_seconds=2, run=actions.go_on)]
