"""Who hears about introductions: nobody by message; who has a place reads them."""

from communityup.network.continuity import events
from communityup.notices.queries import register_nobody


def register() -> None:
    """Say who hears about introductions; called in AppConfig.ready."""
    register_nobody(
        events.Introduced,
        events.IntroductionTakenBack,
        why="Who has a place at the session finds it on the page where people meet.",
    )
