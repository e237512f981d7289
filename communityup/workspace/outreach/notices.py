"""Who hears about who is missing and who asks to join: everybody, at the same moment."""

from django.urls import reverse

from communityup.notices.queries import Happening
from communityup.workspace.challenges.notices import page, tell_everybody
from communityup.workspace.outreach import events
from communityup.workspace.outreach.models import Newcomer


def about(slug: str, happening: Happening) -> str:
    """Return the page about the party that asks to join."""
    number = Newcomer.objects.filter(public_id=happening.object).values_list("party__number", flat=True).first()
    return (
        reverse("outreach:page", args=[slug]) if number is None else reverse("outreach:newcomer", args=[slug, number])
    )


def register() -> None:
    """Say who hears about perspectives, outreach and parties that ask to join; called in AppConfig.ready."""
    tell_everybody(
        events.PerspectiveNamed,
        events.PerspectiveHeard,
        events.PerspectiveMissing,
        events.ReachedOut,
        events.OutreachResultTold,
        url=page("outreach:page"),
    )
    tell_everybody(events.AskedToJoin, events.NewcomerExplained, url=about, urgent=True)
    tell_everybody(events.AskingTakenBack, events.SpokenFromChair, events.LookedForExclusion, url=about)
    tell_everybody(events.PartyJoined, url=page("room:parties"))
