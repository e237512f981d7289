"""Who hears of a whole and its parts: everybody in both; of splitting off every party, by its invitation."""

from communityup.notices.queries import register_nobody
from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.subchallenges import events


def register() -> None:
    """Say who hears about splitting off; called in AppConfig.ready."""
    register_nobody(events.SplitOff, why="Every party of the whole gets an invitation, and that letter tells it.")
    here = page("subchallenges:page")
    tell_everybody(events.LinkProposed, events.LinkAsked, url=here, urgent=True)
    tell_everybody(
        events.LinkAgreedHere,
        events.Linked,
        events.LinkedThere,
        events.LinkDropped,
        events.LinkDroppedThere,
        events.Loosened,
        events.LoosenedThere,
        url=here,
    )
