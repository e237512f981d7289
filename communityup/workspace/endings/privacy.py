"""What is personal here: why a party wants to close a challenge or open it again, for everybody who can see it."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

KINDS = (
    Kind(
        field="endings.Closing.reason",
        label=_("why a party wants to close the challenge"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="party",
        url=page("endings:page"),
    ),
    Kind(
        field="endings.Reopening.reason",
        label=_("why a party wants to open the challenge again"),
        level=Level.PUBLIC,
        place="closing__challenge__stream",
        party="party",
        url=page("endings:page"),
    ),
)
