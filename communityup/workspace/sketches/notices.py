"""Who hears about the words of a challenge: everybody."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.sketches import events


def register() -> None:
    """Say who hears about sketches and reactions; called in AppConfig.ready."""
    tell_everybody(events.WordsProposed, url=page("sketches:page"), urgent=True)
    tell_everybody(events.WordsChanged, events.Reacted, events.ReactionTakenBack, url=page("sketches:page"))
