"""Who hears about the pace: everybody, at the same moment."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.pace import events


def register() -> None:
    """Say who hears about steps back, signals and dates from outside; called in AppConfig.ready."""
    pace = page("pace:page")
    tell_everybody(
        events.StepBackCalled,
        events.StepBackRequested,
        events.StepBackAllowed,
        events.GoingOnAsked,
        events.NotYetAskedAnew,
        events.WentOn,
        events.OutsideDateTold,
        events.OutsideDateMoved,
        url=pace,
        urgent=True,
    )
    tell_everybody(
        events.StepBackWithdrawn,
        events.CriticalMomentTold,
        events.PaceSignalled,
        events.PaceSignalAnswered,
        events.OutsideDateGone,
        url=pace,
    )
