"""Who hears about rings and places: the number of places concerns everybody; who sits where, the page shows."""

from communityup.notices.queries import register_nobody
from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.rings import events


def register() -> None:
    """Say who hears about places and substitutes; called in AppConfig.ready."""
    tell_everybody(events.PlacesAgreed, url=page("rings:page"))
    register_nobody(
        events.CameToTable, events.LeftTable, why="It asks nothing of anybody; the page of who takes part shows it."
    )
    register_nobody(
        events.SubstituteNamed,
        events.SubstituteAccepted,
        events.SubstituteEnded,
        why="It is a party's own matter; who was named finds it between their tasks.",
    )
