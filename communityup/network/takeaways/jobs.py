"""What happens by itself: who wrote what they take along is asked once, ninety days later, what they did with it."""

from communityup.base.jobs import Job
from communityup.network.takeaways import actions

JOBS = [Job(name="takeaways.ask", every_seconds=900, run=actions.ask_due)]
