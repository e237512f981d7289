"""What is personal here: what somebody answers after a session, and what they want otherwise."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Object

OBJECTS = (
    Object(
        model="evaluations.Answer",
        owner="registration__person",
        address="registration__email",
        own=("evaluation__session__gathering__title", "worth", "got", "equal", "words"),
        label=_("what somebody answers after a session"),
        level=Level.AUTHOR,
        also=_("nobody; deleted when it is counted two weeks after the session, and counts of five or more stay"),
    ),
    Object(
        model="evaluations.Said",
        label=_("what people want otherwise after a session, without a name"),
        level=Level.AUTHOR,
        also=_("who coordinates and who spoke, when counts can be shown; deleted a hundred days after the session"),
    ),
)
