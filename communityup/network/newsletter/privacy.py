"""What is personal here: an address, what it wants to hear of, and the proof that its owner said yes."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Object

OBJECTS = (
    Object(
        model="newsletter.Ask",
        address="email",
        own=("email", "network__name", "developments", "online", "sessions", "asked_at"),
        label=_("an address for which letters of a network were asked"),
        level=Level.AUTHOR,
        also=_("gone when it is confirmed, and after seven days"),
    ),
    Object(
        model="newsletter.Subscription",
        address="email",
        own=("email", "network__name", "developments", "online", "sessions", "asked_at", "confirmed_at"),
        label=_("an address that gets letters of a network, its topics and the proof of its yes"),
        level=Level.AUTHOR,
        also=_("nobody; coordinators see how many there are"),
    ),
)
