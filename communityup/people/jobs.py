"""What happens by itself with accounts: old codes and sessions go."""

from communityup.base.jobs import Job
from communityup.people import actions

JOBS = [
    Job(name="forget_old_codes", every_seconds=3600, run=actions.forget_old_codes),
    Job(name="forget_old_sessions", every_seconds=3600, run=actions.forget_old_sessions),
]
