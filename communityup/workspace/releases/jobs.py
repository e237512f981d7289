"""What happens by itself with figures: the next release, within a minute after it is safe."""

from communityup.base.jobs import Job
from communityup.people.actors import Actor
from communityup.workspace.releases import actions, queries


def release_what_is_due() -> int:
    """Make the next release of every round with enough news; return how many were made."""
    made = [actions.release_figures(dialogue, by=Actor.job("releases")) for dialogue in queries.rounds_with_news()]
    return len([release for release in made if release is not None])


JOBS = [Job(name="releases.release_what_is_due", every_seconds=5, run=release_what_is_due)]
