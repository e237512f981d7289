"""What is personal here: subjects that parties added, and why a party holds, shares or lets go."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

KINDS = (
    Kind(
        field="grip.Subject.words",
        label=_("a subject to hold, share or let go"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="party",
        url=page("grip:page"),
    ),
    Kind(
        field="grip.Stance.why",
        label=_("why a party holds something, shares it or lets it go"),
        level=Level.PUBLIC,
        place="subject__challenge__stream",
        party="party",
        url=page("grip:page"),
    ),
)
