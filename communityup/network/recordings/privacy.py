"""What is personal here: what was said in a recording, and who speaks in it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

MEANT = _("who was registered or has the code, who speaks in it, and coordinators; everybody when all speakers said so")


def _kind(field: str, label: Any, *, of: str = "") -> Kind:
    return Kind(
        field=f"recordings.{field}",
        label=label,
        level=Level.AUTHOR,
        also=MEANT,
        place=f"{of}session__network__stream",
        object=f"{of}session__public_id",
        url=page("recordings:watch", of_object=True),
    )


KINDS = (
    _kind("Recording.summary", _("what a recording of a session is about")),
    _kind("Recording.no_transcript", _("why there is no transcript of a recording")),
    _kind("Part.words", _("what was said in a recording of a session, in words"), of="recording__"),
)
OBJECTS = (
    Object(
        model="recordings.Speaker",
        owner="person",
        address="email",
        own=("name", "email", "answer", "named_at", "asked_at", "answered_at"),
        label=_("name and address of who speaks in a recording, and how far they let it be seen"),
        level=Level.AUTHOR,
        also=_("who takes care of the recording; gone with it, and when they leave the platform"),
    ),
)
