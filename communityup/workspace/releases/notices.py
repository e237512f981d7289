"""Who hears about new figures: everybody in the dialogue, at the same moment."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.dialogue.notices import everybody_in_dialogue
from communityup.workspace.releases import events


def register() -> None:
    """Say who hears about new figures; called in AppConfig.ready."""
    tell_everybody(events.FiguresReleased, url=page("opinions:map"), hearers=everybody_in_dialogue)
