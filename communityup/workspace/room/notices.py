"""Who hears about a challenge as a whole: everybody; with a next phase the council gets what happened in the last."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.room import events


def register() -> None:
    """Say who hears about phases and publicity; called in AppConfig.ready."""
    tell_everybody(events.LeadInLeft, url=page("room:overview"), ends_phase=True)
    tell_everybody(events.OpenedToPublic, url=page("room:overview"))
