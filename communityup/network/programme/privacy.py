"""What is personal here: the words about parts of a programme, who speaks, and what a bringer answers beforehand."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.network.programme.models import Part
from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

IN = Q(state=Part.State.IN, session__is_closed=False)
OPEN = _("open to everybody once it is in the programme; of a closed session only to who is invited")


def _kind(
    name: str, label: Any, *, also: Any = OPEN, shown: Q = IN, searched: bool = True, level: Level = Level.PUBLIC
) -> Kind:
    return Kind(
        field=f"programme.Part.{name}",
        label=label,
        level=level,
        also=also,
        place="session__network__stream",
        party="member",
        shown=shown,
        is_searched=searched,
        object="session__public_id",
        url=page("programme:page", of_object=True),
    )


KINDS = (
    _kind("words", _("what a part of a programme is about")),
    _kind("who", _("who speaks or leads in a part of a programme"), searched=False),
    _kind("busy", _("what who brings something is busy with")),
    _kind("succeeds", _("what succeeds for who brings something, and why")),
    _kind("stuck", _("where who brings something is stuck, and what help they need")),
    _kind(
        "reason",
        _("why a part that a member proposed does not fit in a programme"),
        also=_("who makes the programme, and the people of that member"),
        shown=Q(pk=None),
        searched=False,
        level=Level.AUTHOR,
    ),
)
