"""Who hears about adaptations: who wrote the practice that was used."""

from django.urls import reverse

from communityup.network.adaptations import events
from communityup.network.library.notices import writers
from communityup.notices.queries import Happening, register_hearers, register_nobody


def register() -> None:
    """Say who hears about what members tell of using a practice; called in AppConfig.ready."""
    register_hearers(events.AdaptationTold, hearers=writers, url=_page)
    register_nobody(events.AdaptationTakenBack, why="Who took it back knows; the page of the practice shows the rest.")


def _page(slug: str, happening: Happening) -> str:
    return reverse("library:draft", args=[slug, happening.content["practice"]])
