"""What is personal here: why parties end somebody's reading along."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

KINDS = (
    Kind(
        field="leaving.ObserverEnd.reason",
        label=_("why a party asks to end the reading along of an observer"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="party",
        url=page("council:page"),
    ),
)
