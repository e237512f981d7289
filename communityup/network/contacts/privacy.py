"""What is personal here: who chose to be found, and what two people write to each other; none of it stays."""

from django.utils.translation import gettext_lazy as _

from communityup.network.contacts.permissions import seen
from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

TWO = _(
    "the two of them; who coordinates, when one of them shows it and until that is closed; deleted ninety days after "
    "the first message"
)
KINDS = (
    Kind(
        field="contacts.Profile.about",
        label=_("what one can ask somebody who chose to be found"),
        level=Level.AUTHOR,
        also=_("the members and coordinators of that network, as long as this person wants it"),
        place="network__stream",
        url=page("contacts:list"),
        seen_by=seen,
    ),
    Kind(
        field="contacts.Message.words",
        label=_("a message to somebody of another member"),
        level=Level.AUTHOR,
        also=TWO,
        place="network__stream",
        object="public_id",
        url=page("contacts:message", of_object=True),
    ),
    Kind(
        field="contacts.Reply.words",
        label=_("what somebody wrote back to somebody of another member"),
        level=Level.AUTHOR,
        also=TWO,
        place="message__network__stream",
        object="message__public_id",
        url=page("contacts:message", of_object=True),
    ),
)
OBJECTS = (
    Object(
        model="contacts.Profile",
        owner="person",
        own=("network__name", "member__name", "role", "since"),
        label=_("who chose to be found by other members, and in which role"),
        level=Level.AUTHOR,
        also=_("the members and coordinators of that network, as long as this person wants it"),
    ),
    Object(
        model="contacts.Message",
        owner="sender",
        own=("network__name", "sent_at", "shares", "answered_at"),
        label=_("when somebody wrote a message to somebody of another member"),
        level=Level.AUTHOR,
        also=TWO,
    ),
    Object(
        model="contacts.Reply",
        owner="author",
        own=("message__network__name", "sent_at"),
        label=_("when somebody wrote back to somebody of another member"),
        level=Level.AUTHOR,
        also=TWO,
    ),
    Object(
        model="contacts.Block",
        owner="person",
        own=("network__name", "since"),
        label=_("from whom somebody takes no messages"),
        level=Level.AUTHOR,
        also=_("nobody; who is meant reads only that their message does not arrive"),
    ),
)
