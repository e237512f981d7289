"""What is personal here: the words of agreements among members."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

KINDS = (
    Kind(
        field="accords.Accord.words",
        label=_("an agreement of members of a network"),
        level=Level.PUBLIC,
        also=_("open to everybody from the start"),
        place="network__stream",
        url=page("accords:list"),
    ),
)
