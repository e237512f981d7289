"""What is personal here: nothing, but a working agreement consists of words."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

KINDS = (
    Kind(
        field="rules.Version.words",
        label=_("a version of the working agreement"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="proposed_by",
        agreed=Q(pk__isnull=False),
        url=page("rules:page"),
    ),
)
