"""What is personal here: that somebody is not there for a while, and who stands in for them."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Object

OBJECTS = (
    Object(
        model="tasks.Absence",
        owner="person",
        own=("until", "since"),
        stands_in="substitute",
        label=_("until when somebody is not there"),
        level=Level.AUTHOR,
        also=_("the people of their own parties"),
    ),
)
