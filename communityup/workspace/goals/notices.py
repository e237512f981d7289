"""Who hears about interests and goals: everybody, at the same moment."""

from communityup.notices.queries import register_nobody
from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.goals import events


def register() -> None:
    """Say who hears about interests and goals; called in AppConfig.ready."""
    goals = page("goals:page")
    tell_everybody(events.GoalProposed, events.RetirementAsked, url=goals, urgent=True)
    tell_everybody(
        events.GoalShared,
        events.GoalNotYet,
        events.GoalWithdrawn,
        events.GoalRetired,
        events.RetirementNotYet,
        events.RetirementWithdrawn,
        url=goals,
    )
    tell_everybody(
        events.InterestAdded,
        events.InterestWithdrawn,
        events.InterestAskedOn,
        events.InterestAskedOnByKeeper,
        events.InterestQuestionAnswered,
        url=page("goals:interests"),
    )
    register_nobody(
        events.GoalAgreed, events.RetirementAgreed, why="All hear when the last party agrees; the page shows who did."
    )
    register_nobody(
        events.InterestChanged,
        events.InterestRelated,
        events.InterestHorizonTold,
        why="It asks nothing of anybody; the page of goals shows it.",
    )
