"""What is personal here: reactions and proposed words, for everybody in the challenge."""

from django.utils.translation import gettext_lazy as _

from communityup.people.actors import Actor
from communityup.texts.models import Level, Text
from communityup.texts.queries import Kind, page
from communityup.workspace.sketches import actions
from communityup.workspace.sketches.models import Reaction


def take_back(text: Text, by: Actor) -> None:
    """Take the reaction with these words back, as who wrote them."""
    actions.take_reaction_back(Reaction.objects.get(words=text), by=by)


KINDS = (
    Kind(
        field="sketches.Proposal.words",
        label=_("other words for the question, proposed to all parties"),
        level=Level.PUBLIC,
        place="challenge__stream",
        url=page("sketches:page"),
    ),
    Kind(
        field="sketches.Reaction.words",
        label=_("a reaction to the first sketch of the question"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="party",
        url=page("sketches:page"),
        take_back=take_back,
    ),
)
