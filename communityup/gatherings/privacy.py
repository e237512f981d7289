"""What is personal here: who asked for a place, has one or waits for one."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Object

OBJECTS = (
    Object(
        model="gatherings.Request",
        address="email",
        own=("name", "email", "online", "gathering__title", "asked_at"),
        label=_("name and address of who asked for a place at a gathering by the form"),
        level=Level.AUTHOR,
        also=_("gone when it is confirmed, and after seven days; for who gives a place back, too"),
    ),
    Object(
        model="gatherings.Registration",
        owner="person",
        address="email",
        own=("name", "email", "online", "gathering__title", "state", "since", "came_at"),
        label=_("name and address of who has a place at a gathering or waits for one"),
        level=Level.AUTHOR,
        also=_("who prepares it reads the names; gone seven days after they withdraw, and a hundred days after it"),
    ),
)
