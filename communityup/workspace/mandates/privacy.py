"""What is personal here: what people say they may promise, and the address of who stands behind a party."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

_PLACE = "party__challenge__stream"
KINDS = tuple(
    Kind(field=field, label=label, level=Level.PUBLIC, place=_PLACE, party="party", url=page("mandates:page"))
    for field, label in (
        ("mandates.Mandate.role", _("for which role a party speaks")),
        ("mandates.Mandate.alone", _("what somebody may promise alone")),
        ("mandates.Mandate.back", _("what somebody takes back to their own people")),
        ("mandates.Mandate.whom", _("to whom somebody goes back")),
        ("mandates.Commitment.time", _("how much time a party puts in")),
        ("mandates.Commitment.means", _("what means a party puts in")),
        ("mandates.Commitment.sponsor", _("which role stands behind a party")),
    )
)
OBJECTS = (
    Object(
        model="mandates.SponsorAddress",
        address="email",
        own=("email", "party__name", "given_at"),
        label=_("the address of who stands behind a party"),
        level=Level.AUTHOR,
        also=_("that party alone"),
    ),
    Object(
        model="mandates.Mandate",
        owner="person",
        own=("party__challenge__title", "party__name", "weeks", "stated_at", "ended_at"),
        label=_("for which party somebody said what they may promise, and when"),
        level=Level.PUBLIC,
    ),
)
