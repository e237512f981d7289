"""What is personal here: who reported (nobody reads that, and it goes), and words that only some may read."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

KINDS = (
    Kind(
        field="moderation.Report.words",
        label=_("what somebody writes with a report"),
        level=Level.AUTHOR,
        also=_("who keeps the process"),
        place="challenge__stream",
        url=page("moderation:reports"),
    ),
    Kind(
        field="moderation.Appeal.words",
        label=_("why somebody asks others to look at their hidden words"),
        level=Level.TABLE,
        also=_("of the parties that decide it"),
        place="hiding__challenge__stream",
        object="hiding__public_id",
        url=page("moderation:case", of_object=True),
    ),
)
REFERENCES = ("moderation.Report.text", "moderation.Hiding.text")
OBJECTS = (
    Object(
        model="moderation.Report",
        owner="person",
        own=("challenge__title", "reason", "reported_at"),
        label=_("who reported something"),
        level=Level.AUTHOR,
        also=_("nobody"),
    ),
    Object(
        model="moderation.Hiding",
        label=_("that words are hidden, why, and until when"),
        level=Level.PUBLIC,
    ),
    Object(
        model="moderation.Voice",
        owner="person",
        own=("wish", "given_at"),
        label=_("what one who keeps the process wants with hidden words"),
        level=Level.AUTHOR,
        also=_("who keeps the process"),
    ),
)
