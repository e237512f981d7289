"""What is personal here: the address of who is asked to speak for an organisation too."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Object

OBJECTS = (
    Object(
        model="colleagues.ColleagueInvitation",
        address="email",
        own=("email", "organisation__name", "sent_at", "joined_at"),
        label=_("the address of a colleague who is asked to speak for an organisation too"),
        level=Level.AUTHOR,
        also=_("the people of that organisation"),
    ),
)
