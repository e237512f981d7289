"""What is personal here: the titles of files, and with them the files."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communityup.network.enclosures.actions import forget_file
from communityup.network.library.permissions import SHOWN
from communityup.texts.models import Level
from communityup.texts.queries import Kind


def _address(_slug: str, series: str) -> str:
    return reverse("library:practice", args=[series])


KINDS = (
    Kind(
        field="library.Enclosure.words",
        label=_("the title of a file that goes with a practice, and the file"),
        level=Level.PUBLIC,
        also=_("once every voice in it said yes; until then the members of the network and these voices"),
        place="practice__network__stream",
        party="practice__member",
        object="practice__series",
        url=_address,
        changed=forget_file,
        shown=Q(practice__state__in=SHOWN, removed_at=None),
        is_searched=False,
    ),
)
