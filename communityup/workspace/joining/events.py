"""What can happen with codes to take part. Who came by a code stands in no line by name."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class CodesOpened(Event):
    """All parties agreed that each may make codes for the open conversation."""

    type: ClassVar = "joining.codes_opened"
    sentence: ClassVar = _("With the yes of {party} all parties agreed to make codes for the open conversation")


@dataclass(frozen=True, kw_only=True)
class CodesMade(Event):
    """A party made codes to take part with: `source` is letter or hall, `number` how many people can come by them."""

    type: ClassVar = "joining.codes_made"
    sentence: ClassVar = _("{party} made codes to take part with, for {number} people, until {last_day}")
    source: str
    number: int
    last_day: str


@dataclass(frozen=True, kw_only=True)
class CodesRevoked(Event):
    """What was left of the codes of one sheet was taken back; whoever came by them stays."""

    type: ClassVar = "joining.codes_revoked"
    sentence: ClassVar = _("{party} took back codes to take part with; whoever came by them stays")


@dataclass(frozen=True, kw_only=True)
class CameByCode(Event):
    """Somebody came to take part with a code: for a party, or in their own name; `source` is letter or hall."""

    type: ClassVar = "joining.came_by_code"
    sentence: ClassVar = _("Somebody came to take part with a code")
    source: str
