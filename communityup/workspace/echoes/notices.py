"""Who hears that a thought was set apart, or together again: everybody in the dialogue, for they answer it."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.dialogue.notices import everybody_in_dialogue
from communityup.workspace.echoes import events


def register() -> None:
    """Say who hears about thoughts that say nearly the same; called in AppConfig.ready."""
    apart = (events.ThoughtSetApart, events.ThoughtTakenTogether)
    tell_everybody(*apart, url=page("echoes:page"), hearers=everybody_in_dialogue)
