"""What is personal here: the words of practices, of the voices in them, and the addresses of who is asked."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communityup.network.library.actions import index_again
from communityup.network.library.permissions import SHOWN
from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

OPEN = _("once every voice in it said yes; until then the members of the network and these voices")
MADE = _("the members of the network and the voices in it")


def _address(_slug: str, series: str) -> str:
    return reverse("library:practice", args=[series])


def _kind(field: str, label: object, *, of: str = "") -> Kind:
    return Kind(
        field=f"library.{field}",
        label=label,
        level=Level.PUBLIC,
        also=OPEN,
        place=f"{of}network__stream",
        party=f"{of}member",
        object=f"{of}series",
        url=_address,
        changed=index_again,
        shown=Q(**{f"{of}state__in": SHOWN}),
        is_searched=False,
    )


KINDS = (
    _kind("Practice.context", _("where a practice took place")),
    _kind("Practice.did", _("what one did in a practice")),
    _kind("Practice.why", _("why a practice worked")),
    _kind("Practice.stumbling", _("where one stumbled in a practice")),
    _kind("Voice.quote", _("what somebody says in a practice"), of="practice__"),
    Kind(
        field="library.Practice.remark",
        label=_("what a member says who read a practice over"),
        level=Level.AUTHOR,
        also=MADE,
        place="network__stream",
        object="public_id",
        url=page("library:draft", of_object=True),
    ),
)
OBJECTS = (
    Object(
        model="library.Approver",
        owner="person",
        address="email",
        own=("practice__title", "voice__label", "answer", "voice__asked_at", "answered_at"),
        label=_("the address of who is asked about their words in a practice, and the account that answered"),
        level=Level.AUTHOR,
        also=_("nobody; the address goes when it is answered"),
    ),
)
