"""What can happen to what members offer and look for."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class OfferMade(Event):
    """A member told what it offers or looks for."""

    type: ClassVar = "offers.offer_made"
    sentence: ClassVar = _("A member told what it offers or looks for")
    direction: str
    what: str


@dataclass(frozen=True, kw_only=True)
class OfferWithdrawn(Event):
    """A member withdrew what it offered or looked for; the words are gone."""

    type: ClassVar = "offers.offer_withdrawn"
    sentence: ClassVar = _("A member took back what it offered or looked for")
