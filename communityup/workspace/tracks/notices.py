"""Who hears about parallel tracks: everybody at the same moment, who runs them included; nobody knows it earlier."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.tracks import events


def register() -> None:
    """Say who hears; what touches a goal or rubs asks for an answer, and does not wait. Called in AppConfig.ready."""
    track = page("tracks:track", of_object=True)
    tell_everybody(events.OverlapRegistered, events.OverlapFound, events.FrictionRaised, url=track, urgent=True)
    tell_everybody(
        events.TrackRegistered,
        events.TrackReworded,
        events.FrictionTakenBack,
        events.ItemSettled,
        events.TrackEnded,
        url=track,
    )
