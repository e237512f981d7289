"""What happens by itself: what nobody said yes to is deleted."""

from communityup.base.jobs import Job
from communityup.network.newsletter import actions

JOBS = [Job(name="newsletter.forget_unconfirmed", every_seconds=3600, run=actions.forget_unconfirmed)]
