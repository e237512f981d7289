"""What is personal here: words about the pace, and who gave a signal (shown nowhere, and cut when it is answered)."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

KINDS = (
    Kind(
        field="pace.StepBack.reason",
        label=_("why a party asked for a step back"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="party",
        url=page("pace:page"),
    ),
    Kind(
        field="pace.CriticalMoment.text",
        label=_("how a party saw a moment that changed things"),
        level=Level.PUBLIC,
        place="step_back__challenge__stream",
        party="party",
        url=page("pace:page"),
    ),
    Kind(
        field="pace.Signal.words",
        label=_("what would help the pace, without a name"),
        level=Level.PUBLIC,
        place="challenge__stream",
        url=page("pace:page"),
    ),
    Kind(
        field="pace.Signal.answer",
        label=_("the answer to a signal about the pace"),
        level=Level.PUBLIC,
        place="challenge__stream",
        url=page("pace:page"),
    ),
    Kind(
        field="pace.OutsideDate.what",
        label=_("what must be ready on a date from outside"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="party",
        url=page("pace:page"),
    ),
    Kind(
        field="pace.OutsideDate.origin",
        label=_("who set a date from outside, and why"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="party",
        url=page("pace:page"),
    ),
)
OBJECTS = (
    Object(
        model="pace.Signal",
        owner="person",
        own=("challenge__title", "kind", "given_at"),
        label=_("who gave a signal about the pace"),
        level=Level.AUTHOR,
    ),
)
