"""What is personal here: who is invited to a closed session."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Object

OBJECTS = (
    Object(
        model="meetings.Invitation",
        address="email",
        own=("email", "session__gathering__title", "invited_at"),
        label=_("who is invited to a closed session of a network"),
        level=Level.AUTHOR,
        also=_(
            "who coordinates the network; gone once they act for the member no more, and 100 days after the session"
        ),
    ),
)
