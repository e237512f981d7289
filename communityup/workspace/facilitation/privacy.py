"""What is personal here: the words of a step that waits for a second yes, which may name somebody."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

KINDS = (
    Kind(
        field="facilitation.Act.words",
        label=_("the words of a step that needs two"),
        level=Level.PUBLIC,
        place="challenge__stream",
        url=page("facilitators:page"),
    ),
)
OBJECTS = (
    Object(
        model="facilitation.Turn",
        owner="person",
        own=("act__challenge__title", "act__about", "substitute", "turned_at"),
        label=_("that somebody said yes to a step that needs two"),
        level=Level.AUTHOR,
        also=_("who guards the process, of what it did together"),
    ),
)
