"""Who hears that a challenge closes or opens again: everybody alike, also in their own name, and the council."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.dialogue.notices import everybody_in_dialogue
from communityup.workspace.endings import events


def register() -> None:
    """Say who hears about closing and opening again; called in AppConfig.ready."""
    here = page("endings:page")
    tell_everybody(
        events.ClosingProposed, events.ReopeningProposed, url=here, hearers=everybody_in_dialogue, urgent=True
    )
    tell_everybody(
        events.ChallengeClosed,
        events.ChallengeReopened,
        url=here,
        hearers=everybody_in_dialogue,
        urgent=True,
        ends_phase=True,
    )
