"""What is personal here: who answered what. Nobody reads that but themselves; spreads show only sets of 5 and more."""

from django.utils.translation import gettext_lazy as _

from communityup.questionnaires.queries import address
from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object

KINDS = (
    Kind(
        field="questionnaires.Answer.words",
        label=_("what somebody answers in their own words, before everybody reads it"),
        level=Level.AUTHOR,
        place="question__round__stream",
        object="question__round__public_id",
        url=address,
    ),
    Kind(
        field="questionnaires.Said.words",
        label=_("what was answered in people's own words, without name or party"),
        level=Level.PUBLIC,
        place="question__round__stream",
        object="question__round__public_id",
        also=_("of a round of one party: only its own people"),
        url=address,
    ),
)
OBJECTS = (
    Object(model="questionnaires.Participant", label=_("who answers a round of questions"), level=Level.AUTHOR),
    Object(
        model="questionnaires.Answer",
        owner="participant__person",
        own=("question__dutch", "value"),
        label=_("what somebody answered in a round of questions"),
        level=Level.AUTHOR,
    ),
    Object(
        model="questionnaires.OpenAnswer",
        label=_("what a small party answers openly in a round of questions"),
        level=Level.PUBLIC,
        also=_("when the round is closed"),
    ),
)
