"""Who hears about holding and letting go: everybody, at the same moment (E29)."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.grip import events


def register() -> None:
    """Say who hears; called in AppConfig.ready."""
    tell_everybody(events.SubjectAdded, events.SubjectTakenBack, events.StanceTaken, url=page("grip:page"))
