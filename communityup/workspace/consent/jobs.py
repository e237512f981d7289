"""What happens by itself: half a year after all agreed, all parties are asked whether it still fits."""

from communityup.base.jobs import Job
from communityup.people.actors import Actor
from communityup.workspace.consent import actions, queries

BATCH = 50


def look_again() -> int:
    """Ask about every decision whose day came, and no longer about what was changed; return how many there were."""
    by = Actor.job("decision_reviews")
    ended = sum(actions.stop_asking(asked, by=by) for asked in queries.pointless())
    due = queries.due_decisions()[:BATCH]
    return ended + sum(actions.ask_whether_it_fits(decision, by=by) for decision in due)


JOBS = [Job(name="decision_reviews", every_seconds=900, run=look_again)]
