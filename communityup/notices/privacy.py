"""What is personal here: which lines somebody heard about, and how often they want mail. It goes when they leave."""

from django.utils.translation import gettext_lazy as _

from communityup.notices.actions import forget_person
from communityup.people.privacy import register_erasure
from communityup.texts.models import Level
from communityup.texts.queries import Object, register_objects

OBJECTS = (
    Object(
        model="notices.Notice",
        owner="person",
        own=("at", "line__type", "read_at", "letter"),
        label=_("which messages somebody got, when, and whether they read them"),
        level=Level.AUTHOR,
    ),
    Object(
        model="notices.Listener",
        owner="person",
        own=("rhythm",),
        label=_("how often somebody wants mail"),
        level=Level.AUTHOR,
    ),
)


def register() -> None:
    """Declare these, and let leaving the platform take them along; called in AppConfig.ready."""
    register_objects(*OBJECTS)
    register_erasure(forget_person)
