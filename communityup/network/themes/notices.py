"""Who hears about themes: members, when one was proposed, went to a session or was taken off it."""

from django.urls import reverse

from communityup.network.meetings.notices import members
from communityup.network.themes import events
from communityup.notices.queries import Happening, register_hearers, register_nobody


def register() -> None:
    """Say who hears about themes; called in AppConfig.ready."""
    register_hearers(events.ThemeProposed, hearers=members, url=_page)
    register_hearers(events.ThemeAttached, hearers=members, url=_page)
    register_hearers(events.ThemeTakenOff, hearers=members, url=_page)
    register_nobody(events.ThemeChosen, why="The page of themes shows how many members chose each.")


def _page(slug: str, _happening: Happening) -> str:
    return reverse("themes:list", args=[slug])
