"""What is personal here: who offered to coordinate a network."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Object

OBJECTS = (
    Object(
        model="succession.Candidate",
        owner="person",
        own=("network__name", "member__name", "since", "ended_at"),
        label=_("who offered to coordinate a network"),
        level=Level.AUTHOR,
        also=_("the members of that network, as long as nobody was chosen"),
    ),
)
