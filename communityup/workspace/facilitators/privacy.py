"""What is personal here: who guards the process, who is asked to or to help (an address until they answer), and why."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

KINDS = (
    Kind(
        field="facilitators.Candidacy.words",
        label=_("who is asked from outside, and why"),
        level=Level.CHALLENGE,
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
        model="challenges.Facilitator",
        owner="person",
        own=("challenge__title", "party__name", "since", "until"),
        stands_in="substitute",
        stood_in=("challenge__title", "since", "until"),
        label=_("the name of who guards the process"),
        level=Level.CHALLENGE,
        also=_("everybody reads of which party they are, or that they come from outside"),
    ),
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
