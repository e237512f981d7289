"""What is personal here: words about what is fixed, negotiable or open. All of them are public in the challenge."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

KINDS = (
    *(
        Kind(
            field=f"frames.Frame.{name}",
            label=label,
            level=Level.PUBLIC,
            place="challenge__stream",
            object="public_id",
            party="party",
            url=page("frames:frame", of_object=True),
        )
        for name, label in (
            ("words", _("what is fixed, negotiable or open for a party")),
            ("basis", _("by which rule something is fixed")),
            ("reason", _("why something was fixed after the lead-in")),
            ("nothing", _("why something fixed late touches nothing")),
        )
    ),
    Kind(
        field="frames.Question.words",
        label=_("a question about what is fixed"),
        level=Level.PUBLIC,
        place="frame__challenge__stream",
        object="frame__public_id",
        party="party",
        url=page("frames:frame", of_object=True),
    ),
    Kind(
        field="frames.Question.answer",
        label=_("the answer to a question about what is fixed"),
        level=Level.PUBLIC,
        place="frame__challenge__stream",
        object="frame__public_id",
        party="frame__party",
        url=page("frames:frame", of_object=True),
    ),
)
