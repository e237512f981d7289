"""What is personal here: the words of letters, and for a while to whom one goes or from whom it came back."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

LATER = _("until it goes out: who coordinates the network")

KINDS = (
    Kind(
        field="letters.Letter.intro",
        label=_("the beginning of a letter of a network"),
        level=Level.PUBLIC,
        also=LATER,
        place="network__stream",
        shown=Q(begun_at__isnull=False),
        object="public_id",
        url=page("letters:letter", of_object=True),
    ),
    Kind(
        field="letters.Letter.words",
        label=_("what a letter of a network tells"),
        level=Level.PUBLIC,
        also=LATER,
        place="network__stream",
        shown=Q(begun_at__isnull=False),
        object="public_id",
        url=page("letters:letter", of_object=True),
    ),
)
OBJECTS = (
    Object(
        model="letters.Copy",
        label=_("that an address gets a letter that is going out"),
        level=Level.AUTHOR,
        also=_("nobody; gone when the letter is sent"),
    ),
    Object(
        model="letters.Return",
        label=_("that a letter to an address came back"),
        level=Level.AUTHOR,
        also=_("nobody; coordinators see how many there are"),
    ),
)
