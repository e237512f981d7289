"""What is personal here: what people tell and read, and who told something without a name (shown nowhere)."""

from django.utils.translation import gettext_lazy as _

from communityup.people.actors import Actor
from communityup.texts.models import Level, Text
from communityup.texts.queries import Kind, page
from communityup.workspace.history import actions
from communityup.workspace.history.models import Entry


def take_back(text: Text, by: Actor) -> None:
    """Take the account with these words back, as who told it."""
    actions.take_back(Entry.objects.get(text=text), by=by)


KINDS = (
    Kind(
        field="history.Entry.text",
        label=_("what somebody tells of what went before"),
        level=Level.PUBLIC,
        place="challenge__stream",
        object="public_id",
        party="party",
        also=_("distrust can be told without a name: then nobody reads whose words these are"),
        take_back=take_back,
        url=page("history:entry", of_object=True),
    ),
    Kind(
        field="history.Entry.when",
        label=_("when something happened that somebody tells of"),
        level=Level.PUBLIC,
        place="challenge__stream",
        object="public_id",
        party="party",
        url=page("history:entry", of_object=True),
    ),
    Kind(
        field="history.Reading.text",
        label=_("how a party sees what another tells"),
        level=Level.PUBLIC,
        place="entry__challenge__stream",
        object="entry__public_id",
        party="party",
        url=page("history:entry", of_object=True),
    ),
)
