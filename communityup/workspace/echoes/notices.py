"""Who hears that a thought was set apart: everybody in the dialogue, for it is answered from now on."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.dialogue.notices import everybody_in_dialogue
from communityup.workspace.echoes import events


def register() -> None:
    """Say who hears about thoughts that say nearly the same; called in AppConfig.ready."""
    tell_everybody(events.ThoughtSetApart, url=page("echoes:page"), hearers=everybody_in_dialogue)
