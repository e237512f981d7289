"""What happens by itself: after the agreed time of a step back all parties are asked to go on."""

from communityup.base.jobs import Job
from communityup.people.actors import Actor
from communityup.workspace.pace import actions, queries


def keep_asking() -> int:
    """Ask in every step back that lasted as long as agreed; return in how many somebody was asked."""
    by = Actor.job("step_backs")
    return sum(actions.keep_asking(challenge, by=by) for challenge in queries.stepping_back())


JOBS = [Job(name="step_backs.ask", every_seconds=3600, run=keep_asking)]
