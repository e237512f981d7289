"""Who hears about facts and documents: all parties at the same moment; what asks for an answer does not wait (E29)."""

from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.facts import events


def register() -> None:
    """Say who hears; called in AppConfig.ready."""
    card = page("facts:card", of_object=True)
    tell_everybody(events.SourceProposed, events.SourceAgreed, events.FactPublished, url=card, urgent=True)
    tell_everybody(
        events.FactAsked,
        events.FactAskedAgain,
        events.FactAnswered,
        events.FactSummarised,
        events.FactTakenBack,
        url=card,
    )
    documents = page("facts:page")
    tell_everybody(events.DocumentShared, events.DocumentSummarised, events.DocumentTakenBack, url=documents)
