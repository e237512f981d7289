"""Who hears that a part was split off: every party of the whole, by its invitation."""

from communityup.notices.queries import register_nobody
from communityup.workspace.subchallenges import events


def register() -> None:
    """Say who hears about splitting off; called in AppConfig.ready."""
    register_nobody(events.SplitOff, why="Every party of the whole gets an invitation, and that letter tells it.")
