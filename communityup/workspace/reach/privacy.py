"""What is personal here: how a contact can be reached, by their own act."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Object

OBJECTS = (
    Object(
        model="reach.Contact",
        owner="seat__person",
        own=("name", "phone", "email", "hours"),
        label=_("how somebody can be reached who said so"),
        level=Level.PUBLIC,
    ),
)
