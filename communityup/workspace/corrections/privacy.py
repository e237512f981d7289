"""What is personal here: the reason of a protest, for everybody in the challenge."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

KINDS = (
    Kind(
        field="corrections.Correction.reason",
        label=_("why a party protests against a correction"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="protested_by",
        url=page("corrections:page"),
    ),
)
REFERENCES = ("corrections.Correction.text",)
