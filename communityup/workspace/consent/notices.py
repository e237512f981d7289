"""Who hears about a question to all parties: everybody, at the same moment."""

from collections.abc import Collection

from communityup.notices.queries import Named, register_named
from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.consent import events
from communityup.workspace.consent.models import Round
from communityup.workspace.consent.queries import subject_of


def register() -> None:
    """Say who hears about questions to all parties; called in AppConfig.ready."""
    question = page("consent:question", of_object=True)
    tell_everybody(events.ConsentAsked, url=question, urgent=True)
    tell_everybody(events.ConsentAnswered, events.ConsentWithdrawn, url=question)
    tell_everybody(events.ReviewCame, events.StillFits, events.ReviewEnded, url=question)
    register_named(Named(titles=named))


def named(public_ids: Collection[str]) -> dict[str, str]:
    """Return what these questions to all parties ask, by their id."""
    asked = Round.together(Round.objects.filter(public_id__in=public_ids).select_related("challenge"))
    return {one.public_id: str(subject_of(one.about).label(one)) for one in asked}
