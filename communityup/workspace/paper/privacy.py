"""What is personal here: who wrote a form and who typed it in. Nobody reads that but the two."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

HELD = _("the helper who typed it in; and the table of that party, until it says whether it is from one of its people")
KINDS = (
    Kind(
        field="paper.Form.words",
        label=_("words on a form that wait for the party they are for"),
        level=Level.AUTHOR,
        also=HELD,
        place="challenge__stream",
        party="party",
        url=page("paper:page"),
    ),
    Kind(
        field="paper.Form.at_stake",
        label=_("what must not go wrong, on a form that waits for the party it is for"),
        level=Level.AUTHOR,
        also=HELD,
        place="challenge__stream",
        party="party",
        url=page("paper:page"),
    ),
    Kind(
        field="paper.Form.place",
        label=_("where the words on a form that waits are about"),
        level=Level.AUTHOR,
        also=HELD,
        place="challenge__stream",
        party="party",
        url=page("paper:page"),
    ),
)
OBJECTS = (
    Object(
        model="paper.Form",
        owner="author",
        own=("challenge__title", "kind", "entered_at"),
        label=_("who filled in a form, and who typed it in"),
        level=Level.AUTHOR,
        also=_("the helper who typed it in, for half an hour"),
    ),
)
