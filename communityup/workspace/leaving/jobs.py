"""What happens by itself: a party whose one person asked it goes after its days, unless it was taken back."""

from communityup.base.jobs import Job
from communityup.people.actors import Actor
from communityup.workspace.leaving import actions, queries


def follow_departures() -> int:
    """Let the parties go whose days have passed; return for how many something happened."""
    return sum(actions.follow_departure(one, by=Actor.job("leaving")) for one in queries.open_departures())


JOBS = [Job(name="leaving.follow", every_seconds=3600, run=follow_departures)]
