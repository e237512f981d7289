"""What happens to the log by itself: new lines get their place in the tree."""

from communityup.base.jobs import Job
from communityup.log import actions

MOST_ROUNDS = 20


def run() -> int:
    """Seal what waits; return how many lines got their place."""
    total = 0
    for _round in range(MOST_ROUNDS):
        sealed = actions.seal()
        total += sealed
        if sealed < actions.SEALED_AT_ONCE:
            break
    return total


JOBS = [Job(name="log.seal", every_seconds=5, run=run)]
