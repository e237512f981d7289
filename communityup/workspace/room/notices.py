"""Who hears about a challenge as a whole: everybody."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.room import events


def register() -> None:
    """Say who hears about publicity; called in AppConfig.ready."""
    tell_everybody(events.OpenedToPublic, url=page("room:overview"))
