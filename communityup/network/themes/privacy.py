"""What is personal here: why a member proposes a theme."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

KINDS = (
    Kind(
        field="themes.Theme.why",
        label=_("why a member proposes a theme for a session"),
        level=Level.PUBLIC,
        also=_("open to everybody from the start"),
        place="network__stream",
        url=page("themes:list"),
    ),
)
