"""What is personal here: that somebody follows their own days in a calendar."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Object

OBJECTS = (
    Object(
        model="portal.CalendarLink",
        owner="person",
        own=("made_at",),
        label=_("the secret address of somebody's own calendar"),
        level=Level.AUTHOR,
        also=_("whoever holds it reads titles and days; gone when they stop it or leave"),
    ),
)
