"""What is personal here: words of parties about going on and about looking back, for everybody in the challenge."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page
from communityup.workspace.phases.queries import TOLD_TO_ALL

KINDS = (
    Kind(
        field="phases.Change.reason",
        label=_("why the parties can go to another phase"),
        level=Level.PUBLIC,
        place="challenge__stream",
        url=page("phases:page"),
    ),
    Kind(
        field="phases.Reflection.words",
        label=_("what a party takes along from a phase"),
        level=Level.PUBLIC,
        place="change__challenge__stream",
        party="party",
        shown=TOLD_TO_ALL,
        url=page("phases:page"),
    ),
)
