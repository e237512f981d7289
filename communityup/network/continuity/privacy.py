"""What is personal here: how somebody introduces themselves before a session."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Object

OBJECTS = (
    Object(
        model="continuity.Introduction",
        owner="registration__person",
        address="registration__email",
        own=("brings", "briefed", "is_new", "introduced_at"),
        label=_("how somebody introduces themselves to who comes to a session"),
        level=Level.AUTHOR,
        also=_("others who have a place there; gone with the place, and when addresses are forgotten"),
    ),
)
