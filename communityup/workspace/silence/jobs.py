"""What happens by itself: reminders to parties that stay silent, and word to who stands behind them."""

from communityup.base.jobs import Job
from communityup.people.actors import Actor
from communityup.workspace.silence import actions, queries


def follow_silences() -> int:
    """Take the next step in every silence where one is due; return how many were taken."""
    return sum(actions.follow(party, by=Actor.job("silence")) for party in queries.waited_for())


JOBS = [Job(name="silence.follow", every_seconds=3600, run=follow_silences)]
