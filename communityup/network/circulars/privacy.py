"""What is personal here: the words of messages, for who registered for a session."""

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

KINDS = (
    Kind(
        field="circulars.Message.words",
        label=_("a message to who registered for a session"),
        level=Level.AUTHOR,
        also=_("who coordinates the network, and who registered then, by mail"),
        place="session__network__stream",
        object="session__public_id",
        url=page("meetings:session", of_object=True),
    ),
)
