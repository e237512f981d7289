"""What is personal here: for which party somebody had a place, and until when."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Object

OBJECTS = (
    Object(
        model="former.Former",
        owner="person",
        own=("party__challenge__title", "party__name", "until", "open_at"),
        label=_("for which party somebody had a place, and until when"),
        level=Level.AUTHOR,
    ),
)
