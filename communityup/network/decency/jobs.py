"""What happens by itself: words come back that no second key confirmed, and turns go on to others."""

from communityup.base.jobs import Job
from communityup.network.decency import actions, queries
from communityup.people.actors import Actor


def do_due() -> int:
    """Do what is due; return how much. The clock is that on the wall: a step back prolongs nothing."""
    by = Actor.job("decency")
    done = sum(actions.do_due(case, by=by) for case in queries.due())
    actions.forget_reporters()
    return done


JOBS = [Job(name="decency.do_due", every_seconds=60, run=do_due)]
