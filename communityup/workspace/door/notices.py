"""Who hears about formal requests: everybody in the challenge at the same moment, who asks and who was asked alike."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.door import events


def register() -> None:
    """Say who hears; a date of the law does not wait for a weekly letter. Called in AppConfig.ready."""
    request = page("door:request", of_object=True)
    tell_everybody(
        events.RequestSent,
        events.DeadlineSet,
        events.DeadlineNears,
        events.RequestAnswered,
        url=request,
        urgent=True,
    )
    tell_everybody(
        events.RequestWritten,
        events.RequestReworded,
        events.RequestReceived,
        events.RequestTakenBack,
        url=request,
    )
