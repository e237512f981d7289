"""What happens by itself: who was there is asked what they take along, and ninety days later what they did with it."""

from communityup.base.jobs import Job
from communityup.network.takeaways import actions

JOBS = [
    Job(name="takeaways.ask_who_came", every_seconds=300, run=actions.ask_who_came),
    Job(name="takeaways.ask", every_seconds=900, run=actions.ask_due),
]
