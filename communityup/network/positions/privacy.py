"""What is about people here: how far a member says it is, for its own eyes."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Object

OBJECTS = (
    Object(
        model="positions.Position",
        label=_("where a member stands on the conditions for success"),
        level=Level.AUTHOR,
        also=_(
            "the people of that member, and nobody else; where it chose so, a match says in which condition the host "
            "is further"
        ),
    ),
)
