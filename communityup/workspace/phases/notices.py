"""Who hears about the phase: everybody; with a next phase the council gets what happened in the last (B24)."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.phases import events


def register() -> None:
    """Say who hears about a change of phase; called in AppConfig.ready."""
    tell_everybody(events.PhaseChanged, url=page("phases:page"), ends_phase=True)
    tell_everybody(events.ChangeProposed, url=page("phases:page"), urgent=True)
    tell_everybody(events.ReflectionTold, url=page("phases:page"))
