"""What can happen between colleagues: asked for the organisation, and places handed over per challenge."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class ColleagueAsked(Event):
    """Somebody was asked to join an organisation; the line stands in the stream of the organisation."""

    type: ClassVar = "colleagues.colleague_asked"
    sentence: ClassVar = _("A colleague was asked to join this organisation")


@dataclass(frozen=True, kw_only=True)
class ColleagueNoLongerAsked(Event):
    """An organisation took an invitation of a colleague back."""

    type: ClassVar = "colleagues.colleague_no_longer_asked"
    sentence: ClassVar = _("An invitation of a colleague was taken back")


@dataclass(frozen=True, kw_only=True)
class PlaceHandedOver(Event):
    """A person gave their place for a party to a colleague, who reads the working agreement first."""

    type: ClassVar = "colleagues.place_handed_over"
    sentence: ClassVar = _("A person of {party} handed their place over to a colleague")


@dataclass(frozen=True, kw_only=True)
class PartyLinked(Event):
    """A party told for which organisation it speaks."""

    type: ClassVar = "colleagues.party_linked"
    sentence: ClassVar = _("{party} told for which organisation it speaks")
