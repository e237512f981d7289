"""What happens by itself: lines become notices, notices become letters in the outbox, old notices go.

Each of the three asks what is still to be done, so a worker that was killed simply goes on where it was.
"""

from communityup.base.jobs import Job
from communityup.notices import actions

JOBS = [
    Job(name="notices.tell", every_seconds=2, run=actions.tell),
    Job(name="notices.write_letters", every_seconds=5, run=actions.write_letters),
    Job(name="notices.forget_old", every_seconds=6 * 3600, run=actions.forget_old),
]
