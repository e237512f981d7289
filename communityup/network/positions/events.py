"""What can happen to where members stand."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class PositionNoted(Event):
    """Some member noted for itself where it stands; `object` is the stream, so that the line leads to nobody."""

    type: ClassVar = "positions.position_noted"
    sentence: ClassVar = _("A member noted for itself where it stands")
