"""Who hears about frames: everybody, at the same moment (E29)."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.frames import events


def register() -> None:
    """Say who hears about frames; called in AppConfig.ready."""
    frame = page("frames:frame", of_object=True)
    tell_everybody(events.FrameFixedLate, events.TouchPointed, events.FrameQuestioned, url=frame, urgent=True)
    tell_everybody(
        events.FrameAdded,
        events.FrameFixed,
        events.FrameLoosened,
        events.FrameReworded,
        events.BasisMarked,
        events.FrameWithdrawn,
        events.StandsAgain,
        events.FrameQuestionAnswered,
        url=frame,
    )
