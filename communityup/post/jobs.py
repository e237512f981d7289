"""What happens by itself with mail: due letters leave, old ones go."""

from communityup.base.jobs import Job
from communityup.post import actions

JOBS = [
    Job(name="send_mail", every_seconds=2, run=actions.send_due),
    Job(name="forget_old_mail", every_seconds=6 * 3600, run=actions.forget_old),
]
