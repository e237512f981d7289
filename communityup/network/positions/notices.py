"""Who hears about where members stand: nobody."""

from communityup.network.positions import events
from communityup.notices.queries import register_nobody


def register() -> None:
    """Say that nobody hears about it; called in AppConfig.ready."""
    register_nobody(events.PositionNoted, why="It is for the own eyes of that member.")
