"""What is personal here: on what somebody is stuck, and what a group says about it; none of it stays."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from communityup.network.stuck.queries import seen_notes, seen_offers, seen_questions
from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

ASKED = _("until somebody thinks along: the audience that was chosen; then who thinks along; coordinators too")
GROUP = _("the group that thinks along; deleted after the agreed term")


def _kind(field: str, label: Any, *, also: Any, of: str, url: str, seen_by: Any) -> Kind:
    return Kind(
        field=f"stuck.{field}",
        label=label,
        level=Level.AUTHOR,
        also=also,
        place=f"{of}network__stream",
        object=f"{of}public_id",
        url=page(url, of_object=True),
        seen_by=seen_by,
    )


KINDS = (
    _kind(
        "HelpRequest.words",
        _("on what somebody is stuck"),
        also=ASKED,
        of="",
        url="stuck:request",
        seen_by=seen_questions,
    ),
    _kind(
        "Offer.words",
        _("what somebody says who offers to think along"),
        also=_("who asked; deleted after the agreed term"),
        of="request__",
        url="stuck:request",
        seen_by=seen_offers,
    ),
    _kind(
        "Note.words",
        _("a note in a consultation of peers"),
        also=GROUP,
        of="consultation__request__",
        url="stuck:consultation",
        seen_by=seen_notes,
    ),
)
OBJECTS = (
    Object(
        model="stuck.HelpRequest",
        owner="person",
        own=("network__name", "audience", "is_named", "keep_days", "state", "asked_at", "matched_at", "ended_at"),
        label=_("that somebody is stuck, whom they ask, and for how long it is kept"),
        level=Level.AUTHOR,
        also=ASKED,
    ),
    Object(
        model="stuck.Offer",
        owner="person",
        own=("request__network__name", "offered_at", "accepted_at"),
        label=_("that somebody offered to think along with who is stuck"),
        level=Level.AUTHOR,
        also=_("who asked; the group once it was accepted; deleted after the agreed term"),
    ),
    Object(
        model="stuck.Note",
        owner="person",
        own=("consultation__request__network__name", "step", "written_at"),
        label=_("when somebody wrote a note in a consultation of peers"),
        level=Level.AUTHOR,
        also=GROUP,
    ),
    Object(
        model="stuck.Peer",
        owner="person",
        own=("network__name", "since"),
        label=_("who offered to think along with who is stuck"),
        level=Level.AUTHOR,
        also=_("nobody: others only see that somebody offers to think along with what they asked"),
    ),
    Object(
        model="stuck.Consultation",
        label=_("when and where a group of peers comes together, and who leads it"),
        level=Level.AUTHOR,
        also=GROUP,
    ),
)
