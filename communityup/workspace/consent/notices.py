"""Who hears about a question to all parties: everybody, at the same moment."""

from communityup.notices.queries import register_named
from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.consent import events, queries


def register() -> None:
    """Say who hears about questions to all parties; called in AppConfig.ready."""
    question = page("consent:question", of_object=True)
    tell_everybody(events.ConsentAsked, url=question, urgent=True)
    tell_everybody(events.ConsentAnswered, events.ConsentWithdrawn, url=question)
    tell_everybody(events.ReviewCame, events.StillFits, events.ReviewEnded, url=question)
    register_named(queries.named)
