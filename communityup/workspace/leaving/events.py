"""What can happen when a party goes."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class PartyWent(Event):
    """A party no longer takes part; perhaps it said why in its own words."""

    type: ClassVar = "leaving.party_went"
    sentence: ClassVar = _("{party} no longer takes part; what it said stays")
