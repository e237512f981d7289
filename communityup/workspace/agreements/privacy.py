"""What is personal here: words of parties, which may name somebody."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

KINDS = (
    Kind(
        field="agreements.Terms.what",
        label=_("what was agreed, or is asked"),
        level=Level.PUBLIC,
        place="agreement__challenge__stream",
        party="proposed_by",
        agreed=Q(withdrawn_at=None),
        url=page("agreements:page"),
    ),
    Kind(
        field="agreements.Terms.evidence",
        label=_("how one sees that an agreement is kept"),
        level=Level.PUBLIC,
        place="agreement__challenge__stream",
        party="proposed_by",
        agreed=Q(withdrawn_at=None),
        url=page("agreements:page"),
    ),
    Kind(
        field="agreements.Terms.news",
        label=_("what is new about an agreement"),
        level=Level.PUBLIC,
        place="agreement__challenge__stream",
        party="proposed_by",
        agreed=Q(withdrawn_at=None),
        url=page("agreements:page"),
    ),
    Kind(
        field="agreements.Outcome.words",
        label=_("how it went with an agreement"),
        level=Level.PUBLIC,
        place="agreement__challenge__stream",
        party="agreement__promised_by",
        url=page("agreements:page"),
    ),
    Kind(
        field="agreements.Outcome.reading",
        label=_("how the other side sees how it went"),
        level=Level.PUBLIC,
        place="agreement__challenge__stream",
        party="agreement__promised_to",
        url=page("agreements:page"),
    ),
)
