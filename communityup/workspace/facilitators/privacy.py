"""What is personal here: who is asked to guard the process or to help (an address until they answer), and why."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

KINDS = (
    Kind(
        field="facilitators.Candidacy.words",
        label=_("who is asked from outside, and why"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="proposed_by",
        url=page("facilitators:page"),
    ),
    Kind(
        field="facilitators.Replacement.reason",
        label=_("why a party asks for another facilitator"),
        level=Level.PUBLIC,
        place="asked__challenge__stream",
        party="party",
        url=page("facilitators:page"),
    ),
)
OBJECTS = (
    Object(
        model="facilitators.Candidacy",
        owner="person",
        address="email",
        own=("challenge__title", "role", "state", "asked_at", "accepted_at", "ended_at"),
        label=_("to which address a question from outside was sent"),
        level=Level.AUTHOR,
        also=_("gone once it is answered or over"),
    ),
)
