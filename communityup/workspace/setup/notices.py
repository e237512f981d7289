"""Who hears about the set-up: everybody, at the same moment."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.setup import events


def register() -> None:
    """Say who hears about parts that are off, on, skipped or taken up; called in AppConfig.ready."""
    tell_everybody(
        events.ModuleSwitchedOff,
        events.ModuleSwitchedOn,
        events.PartSkipped,
        events.PartTakenUp,
        url=page("setup:page"),
    )
