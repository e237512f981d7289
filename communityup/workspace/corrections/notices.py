"""Who hears about a slip of the pen: everybody, at once, because protesting has its time."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.corrections import events


def register() -> None:
    """Say who hears about corrections; called in AppConfig.ready."""
    tell_everybody(events.SlipCorrected, events.CorrectionUndone, url=page("corrections:page"), urgent=True)
