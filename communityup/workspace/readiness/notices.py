"""Who hears about being ready: of a round of all parties everybody, at the same moment.

The lines of a party's own round stand in a stream that belongs to no challenge, so nobody hears about it.
"""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.readiness import events


def register() -> None:
    """Say who hears about a round; called in AppConfig.ready."""
    here = page("readiness:check", of_object=True)
    tell_everybody(events.RoundOpened, events.RoundClosed, url=here, urgent=True)
    tell_everybody(
        events.PartyAnswered,
        events.WordsShared,
        events.WordsTakenBack,
        events.OutcomeTold,
        events.StepTold,
        events.RoundEnded,
        url=here,
    )
