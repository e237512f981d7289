"""What is personal here: the words of sketches, what is said beside a version, and reactions; open to everybody."""

from django.utils.translation import gettext_lazy as _

from communityup.network.outlines import actions
from communityup.network.outlines.models import Reaction
from communityup.people.actors import Actor
from communityup.texts.models import Level, Text
from communityup.texts.queries import Kind, Object, page

OPEN = _("open to everybody from the start")


def take_back(text: Text, by: Actor) -> None:
    """Take the reaction with these words back, as who wrote them."""
    actions.take_reaction_back(Reaction.objects.get(words=text), by=by)


def _of_sketch(field: str, label: object, *, of: str = "") -> Kind:
    return Kind(
        field=f"outlines.{field}",
        label=label,
        level=Level.PUBLIC,
        also=OPEN,
        place=f"{of}network__stream",
        object=f"{of}public_id",
        party=f"{of}member",
        url=page("outlines:outline", of_object=True),
    )


KINDS = (
    _of_sketch("Outline.words", _("a sketch of a network, or what it became")),
    _of_sketch("Outline.closing", _("what became of a sketch of a network")),
    _of_sketch("Edition.asks", _("what somebody wants to hear about their sketch"), of="outline__"),
    _of_sketch("Edition.done", _("what somebody did with the reactions to their sketch"), of="outline__"),
    Kind(
        field="outlines.Reaction.words",
        label=_("a reaction to a first sketch of a network"),
        level=Level.PUBLIC,
        also=_("open to everybody from the start; gone when it is taken back"),
        place="outline__network__stream",
        object="public_id",
        party="member",
        url=page("outlines:reaction", of_object=True),
        take_back=take_back,
    ),
)
OBJECTS = (
    Object(
        model="outlines.Reaction",
        owner="person",
        own=("outline__network__name", "version__number", "said_at"),
        label=_("that somebody reacted to a first sketch of a network, and for whom they spoke"),
        level=Level.PUBLIC,
        also=OPEN,
    ),
)
