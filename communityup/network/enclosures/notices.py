"""Who hears about files that go with a practice: who is asked about the practice reads of them then."""

from communityup.network.enclosures import events
from communityup.notices.queries import register_nobody


def register() -> None:
    """Say who hears about files; called in AppConfig.ready."""
    register_nobody(
        events.FileAdded,
        events.FileTakenAway,
        why="The page of the practice shows them, and who is in it is asked about the whole.",
    )
