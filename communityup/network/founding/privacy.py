"""What is personal here: who asks for a network, and the address of who would coordinate it."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Object

OBJECTS = (
    Object(
        model="founding.NetworkRequest",
        owner="person",
        own=("name", "purpose", "asked_at", "state", "reason"),
        label=_("a network that somebody asks for, and the address of who would coordinate it"),
        level=Level.AUTHOR,
        also=_("the operator reads it; the address goes with the answer, the rest ninety days later"),
    ),
)
