"""Who hears about reading over: who wrote the practice, and when it waits again all who can read it over."""

from django.urls import reverse

from communityup.network.library.notices import readers, writers
from communityup.network.reviews import events
from communityup.notices.queries import Happening, register_hearers


def everybody(happening: Happening) -> set[int]:
    """The people of the other members of the network, and of the member that writes the practice."""
    return readers(happening) | writers(happening)


def register() -> None:
    """Say who hears about reading over; called in AppConfig.ready."""
    register_hearers(events.ReadingTaken, hearers=writers, url=_page)
    register_hearers(events.ReadingLeft, hearers=everybody, url=_page)


def _page(slug: str, happening: Happening) -> str:
    return reverse("library:draft", args=[slug, happening.object])
