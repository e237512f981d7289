"""What happens by itself: cards and coffee of who has no place any more are erased."""

from communityup.base.jobs import Job
from communityup.people.actors import Actor
from communityup.workspace.acquaintance import actions, queries


def forget_who_left() -> int:
    """Erase what is kept of people who went out of a challenge, each in a transaction; return how many there were."""
    by = Actor.job("acquaintance_forget")
    return sum(actions.forget_who_left(challenge, person, by=by) for challenge, person in queries.gone())


JOBS = [Job(name="acquaintance_forget", every_seconds=3600, run=forget_who_left)]
