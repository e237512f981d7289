"""Who hears about practices of other sites: coordinators, when something waits for their look."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communityup.network.feeds import events
from communityup.network.networks.notices import coordinators
from communityup.notices.queries import Happening, register_hearers, register_nobody


def register() -> None:
    """Say who hears about practices of other sites; called in AppConfig.ready."""
    register_hearers(
        events.FeedFound,
        hearers=coordinators,
        url=_look,
        sentence=_("Practices of another site were found. Look at them, then they come in"),
    )
    register_nobody(
        events.FeedFollowed,
        events.FeedAccepted,
        events.FeedTaken,
        events.FeedStopped,
        why="The page of followed sites and the library show it.",
    )


def _look(slug: str, happening: Happening) -> str:
    return reverse("feeds:look", args=[slug, happening.object])
