"""What is personal here: the words with which a party says "not yet"."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

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
OBJECTS = (
    Object(
        model="consent.PartyConsent",
        owner="person",
        own=("round__challenge__title", "round__about", "party__name", "agrees", "answered_at", "lapsed_at"),
        label=_("what somebody answered to a question to all parties, for their party"),
        level=Level.AUTHOR,
        also=_("what the party answered: everybody who sees the challenge"),
    ),
)
