"""What is personal here: with which code somebody came in."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Object

OBJECTS = (
    Object(
        model="joining.Arrival",
        owner="person",
        own=("sheet__challenge__title", "sheet__source", "came_at"),
        label=_("when somebody came in with a code, and from where"),
        level=Level.AUTHOR,
    ),
)
