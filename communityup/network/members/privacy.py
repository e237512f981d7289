"""What is personal here: what applicants and members tell of themselves, who acts for whom, and addresses."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page

OPEN = _("who asks to join reads before that everybody reads it once accepted")
INSIDE = _("the members and coordinators of that network")
ASKED = _("the coordinators, until it is answered; gone ninety days after a no")


def _kind(field: str, label: object, *, level: Level, also: object) -> Kind:
    return Kind(
        field=f"members.{field}",
        label=label,
        level=level,
        also=also,
        place="network__stream",
        party="pk" if level == Level.PUBLIC else "",
        url=page("members:directory"),
        shown=Q(left_at=None) if level == Level.PUBLIC else None,
    )


KINDS = (
    _kind("Member.called", _("the names that a member had earlier"), level=Level.AUTHOR, also=INSIDE),
    _kind("Member.does", _("what a member does already"), level=Level.PUBLIC, also=OPEN),
    _kind("Member.learns", _("what a member wants to learn"), level=Level.PUBLIC, also=OPEN),
    _kind("Member.brings", _("what a member can bring"), level=Level.PUBLIC, also=OPEN),
    _kind("Application.does", _("what who asks to join does already"), level=Level.AUTHOR, also=ASKED),
    _kind("Application.learns", _("what who asks to join wants to learn"), level=Level.AUTHOR, also=ASKED),
    _kind("Application.brings", _("what who asks to join can bring"), level=Level.AUTHOR, also=ASKED),
    _kind("Application.reason", _("why somebody is not let in"), level=Level.AUTHOR, also=ASKED),
)
OBJECTS = (
    Object(
        model="members.Delegate",
        owner="person",
        own=("member__name", "member__network__name", "since"),
        label=_("who acts for a member of a network"),
        level=Level.AUTHOR,
        also=INSIDE,
    ),
    Object(
        model="members.CoreMembership",
        owner="person",
        own=("member__name", "starts_on", "ends_on", "stopped_at"),
        stands_in="substitute",
        label=_("who comes for a member of the core, and the substitute"),
        level=Level.AUTHOR,
        also=_("the people of that member; that a member is in the core is public"),
    ),
    Object(
        model="members.Welcome",
        address="email",
        own=("email", "member__name", "sent_at"),
        label=_("the address of who is asked to act for a member"),
        level=Level.AUTHOR,
        also=_("people of that member; forgotten when it is used, and after sixty days"),
    ),
    Object(
        model="members.Application",
        address="email",
        own=("email", "network__name", "name", "kind", "place", "theme", "sent_at", "state", "ended_at"),
        label=_("that somebody asked to join a network, and the address"),
        level=Level.AUTHOR,
        also=_("who coordinates the network"),
    ),
)
