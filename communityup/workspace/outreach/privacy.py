"""What is personal here: words only. Who waits for an answer is a place at a table, and goes with it."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

_PAGE = page("outreach:page")
_NEWCOMER = "party__challenge__stream"

KINDS = (
    Kind(
        field="outreach.Perspective.words",
        label=_("which view is missing"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="party",
        url=_PAGE,
    ),
    Kind(
        field="outreach.Attempt.how",
        label=_("how somebody reached out"),
        level=Level.PUBLIC,
        place="perspective__challenge__stream",
        party="party",
        url=_PAGE,
    ),
    Kind(
        field="outreach.Attempt.result",
        label=_("what came of reaching out"),
        level=Level.PUBLIC,
        place="perspective__challenge__stream",
        party="result_party",
        url=_PAGE,
    ),
    Kind(
        field="outreach.Newcomer.speaks_for",
        label=_("for whom a party that asks to join speaks"),
        level=Level.PUBLIC,
        place=_NEWCOMER,
        party="party",
        url=_PAGE,
    ),
    Kind(
        field="outreach.Newcomer.known_by",
        label=_("how a party that asks to join knows that"),
        level=Level.PUBLIC,
        place=_NEWCOMER,
        party="party",
        url=_PAGE,
    ),
    Kind(
        field="outreach.Newcomer.chair",
        label=_("what was said from the open chair"),
        level=Level.PUBLIC,
        place=_NEWCOMER,
        party="party",
        url=_PAGE,
    ),
    Kind(
        field="outreach.Newcomer.look",
        label=_("whether who guards the process sees somebody shut out"),
        level=Level.PUBLIC,
        place=_NEWCOMER,
        url=_PAGE,
    ),
)
