"""What happens by itself: one reminder to who was invited and did not answer."""

from communityup.base.jobs import Job
from communityup.people.actors import Actor
from communityup.workspace.reach import actions, queries


def remind_invited() -> int:
    """Send every reminder that is due; return how many were sent."""
    return sum(actions.remind_invited(one, by=Actor.job("reach")) for one in queries.waiting())


JOBS = [Job(name="reach.remind_invited", every_seconds=3600, run=remind_invited)]
