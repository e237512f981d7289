"""What is personal here: the words with which a party says "not yet"."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

KINDS = (
    Kind(
        field="consent.PartyConsent.reason",
        label=_("why a party does not agree yet"),
        level=Level.PUBLIC,
        place="round__challenge__stream",
        party="party",
        url=page("room:overview"),
    ),
)
