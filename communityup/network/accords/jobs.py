"""What happens by itself: agreements whose day came are looked at again, and a year in the core is asked for anew."""

from communityup.base.jobs import Job
from communityup.network.accords import actions

JOBS = [
    Job(name="accords.remind", every_seconds=3600, run=actions.remind_due),
    Job(name="accords.ask_core", every_seconds=3600, run=actions.ask_core_due),
]
