"""What is personal here: the words in which a clerk records a formal decision, which stay as they were recorded."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

KINDS = (
    Kind(
        field="formal.FormalDecision.words",
        label=_("what a competent body decided"),
        level=Level.PUBLIC,
        place="challenge__stream",
        object="public_id",
        url=page("formal:decision", of_object=True),
        agreed=Q(pk__isnull=False),
    ),
    Kind(
        field="formal.FormalDecision.reason",
        label=_("why a competent body decided otherwise than the table"),
        level=Level.PUBLIC,
        place="challenge__stream",
        object="public_id",
        url=page("formal:decision", of_object=True),
        agreed=Q(pk__isnull=False),
    ),
)
