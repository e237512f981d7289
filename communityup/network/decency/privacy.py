"""What is personal here: who reported, what they say of it, who looks, and what whose words these are thinks of it."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

LOOKS = _("the two who look at it")

KINDS = (
    Kind(
        field="decency.Report.words",
        label=_("what somebody says who reports words of a network"),
        level=Level.AUTHOR,
        also=LOOKS,
        place="case__network__stream",
        object="case__public_id",
        url=page("decency:case", of_object=True),
    ),
    Kind(
        field="decency.Appeal.words",
        label=_("what somebody thinks of it that their words in a network are hidden"),
        level=Level.AUTHOR,
        also=_("the two who look at it again"),
        place="case__network__stream",
        object="case__public_id",
        url=page("decency:case", of_object=True),
    ),
)
REFERENCES = ("decency.Case.text",)
OBJECTS = (
    Object(
        model="decency.Report",
        owner="person",
        own=("case__network__name", "reason", "reported_at"),
        label=_("who reported words of a network"),
        level=Level.AUTHOR,
        also=_("nobody; gone when nothing can be asked about it any more"),
    ),
    Object(
        model="decency.Case",
        label=_("that words of a network are hidden, why, and until when"),
        level=Level.PUBLIC,
        also=_(
            "once they are hidden, unless only some read them; that they were reported, and the words, who looks at it"
        ),
    ),
    Object(
        model="decency.Key",
        owner="person",
        own=("case__network__name", "asked_at", "wish", "given_at", "passed_at"),
        label=_("who looks at reported words of a network, and what they say"),
        level=Level.AUTHOR,
        also=_("nobody; the log says that it was done"),
    ),
    Object(
        model="decency.Holder",
        owner="person",
        own=("network__name", "member__name", "since", "until"),
        label=_("who offered to look at reported words of a network"),
        level=Level.AUTHOR,
        also=_("nobody; everybody sees how many there are"),
    ),
)
