"""Who hears about guarding the process: everybody, at the same moment (E29)."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.facilitation import events


def register() -> None:
    """Say who hears about steps that need two; called in AppConfig.ready."""
    here = page("facilitators:page")
    tell_everybody(events.StepAsked, url=here, urgent=True)
    tell_everybody(events.StepConfirmed, events.StepTakenBack, events.StepLapsed, url=here)
