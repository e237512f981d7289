"""What is personal here: who shared and answered what. Nobody reads that; a thought shows what its author chose."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.people.actors import Actor
from communityup.texts.models import Level, Text
from communityup.texts.queries import Kind, Object, page
from communityup.workspace.dialogue import actions
from communityup.workspace.dialogue.models import Statement


def take_back(text: Text, by: Actor) -> None:
    """Take the thought with these words back, as who wrote them."""
    actions.withdraw_thought(Statement.objects.select_related("dialogue").get(text=text), by=by)


KINDS = (
    Kind(
        field="dialogue.Dialogue.question",
        label=_("the question of a round"),
        level=Level.PUBLIC,
        place="challenge__stream",
        agreed=Q(pk__isnull=False),
        url=page("dialogue:round"),
    ),
    Kind(
        field="dialogue.Statement.text",
        label=_("a thought"),
        level=Level.PUBLIC,
        place="dialogue__challenge__stream",
        object="public_id",
        told="party",
        also=_("its party after one's own answer, a name only if its author chose so"),
        take_back=take_back,
        changed=actions.follow_words,
        url=page("dialogue:thought", of_object=True),
    ),
    Kind(
        field="dialogue.Statement.place",
        label=_("where a thought is about"),
        level=Level.PUBLIC,
        place="dialogue__challenge__stream",
        object="public_id",
        told="party",
        url=page("dialogue:thought", of_object=True),
    ),
)
OBJECTS = (
    Object(
        model="dialogue.Answer",
        owner="participant__person",
        own=("statement__public_id", "value", "answered_on"),
        label=_("what somebody answered to a thought"),
        level=Level.AUTHOR,
    ),
    Object(model="dialogue.Participant", label=_("who shares and answers thoughts"), level=Level.AUTHOR),
    Object(
        model="dialogue.PartyAnswer",
        label=_("the one open answer of a small party"),
        level=Level.PUBLIC,
        also=_("while a round is open, after one's own answer"),
    ),
)
