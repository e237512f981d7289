"""What is personal here: the words about a network, who coordinates it, and the address of who was asked to."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

OPEN = _("a network is open to everybody from its start")

KINDS = (
    Kind(
        field="networks.Network.purpose",
        label=_("what a network is for"),
        level=Level.PUBLIC,
        also=OPEN,
        place="stream",
        is_searched=False,
        url=page("networks:page"),
    ),
    Kind(
        field="networks.Network.joining",
        label=_("how one joins a network"),
        level=Level.PUBLIC,
        also=OPEN,
        place="stream",
        url=page("networks:page"),
    ),
)
OBJECTS = (
    Object(
        model="networks.Coordinator",
        owner="person",
        own=("network__name", "since", "until", "away_until"),
        label=_("who coordinates a network"),
        level=Level.PUBLIC,
        also=OPEN,
    ),
    Object(
        model="networks.CoordinatorInvitation",
        address="email",
        own=("email", "network__name", "sent_at"),
        label=_("the address of who is asked to coordinate a network"),
        level=Level.AUTHOR,
        also=_("forgotten when it is answered, and after thirty days"),
    ),
)
