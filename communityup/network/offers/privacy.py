"""What is personal here: what members offer and look for, in their own words."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

KINDS = (
    Kind(
        field="offers.Offer.words",
        label=_("what a member offers or looks for"),
        level=Level.PUBLIC,
        also=_("open to everybody from the start; gone when it is taken back"),
        place="member__network__stream",
        party="member",
        shown=Q(withdrawn_at=None, member__left_at=None),
        url=page("offers:board"),
    ),
)
