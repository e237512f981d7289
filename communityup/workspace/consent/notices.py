"""Who hears about a question to all parties: everybody, at the same moment."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.consent import events


def register() -> None:
    """Say who hears about questions to all parties; called in AppConfig.ready."""
    question = page("consent:question", of_object=True)
    tell_everybody(events.ConsentAsked, url=question, urgent=True)
    tell_everybody(events.ConsentAnswered, events.ConsentWithdrawn, url=question)
    tell_everybody(events.ReviewCame, events.StillFits, events.ReviewEnded, url=question)
