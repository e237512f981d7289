"""What is personal here: the words about a session and about what came of it, and the names of who had a part in it."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.network.meetings.models import Session
from communityup.texts.models import Level
from communityup.texts.queries import Kind, page

OPEN = _("open to everybody from the start; of a closed session only to who is invited")


def _kind(field: str, label: Any) -> Kind:
    return Kind(
        field=f"meetings.Session.{field}",
        label=label,
        level=Level.PUBLIC,
        also=OPEN,
        place="network__stream",
        shown=Q(is_closed=False),
        object="public_id",
        url=page("meetings:session", of_object=True),
    )


KINDS = (
    _kind("purpose", _("what a session of a network is for")),
    _kind("house_rules", _("the house rules of a session of a network")),
    _kind("reason", _("why a session of a network does not go on")),
    _kind("outcomes", _("what came of a session of a network")),
    _kind("next_step", _("the next step after a session of a network")),
)
_NAMES: list[Callable[[Session], list[str]]] = []


def register_names(source: Callable[[Session], list[str]]) -> None:
    """Let an app above say who had a part in a session beside who registered; called in AppConfig.ready."""
    if source not in _NAMES:
        _NAMES.append(source)


def names_of(session: Session) -> list[str]:
    """Return the names of who registered for a session, as long as they are kept, and of who else had a part in it."""
    registered = session.gathering.registrations.order_by("pk").values_list("name", flat=True)
    return [*registered, *(name for source in _NAMES for name in source(session))]
