"""What can happen to a question to all parties."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class ConsentAsked(Event):
    """A party asked all parties to agree to one thing; `about` says to what kind of thing."""

    type: ClassVar = "consent.consent_asked"
    sentence: ClassVar = _("{party} asked all parties to agree to something")
    about: str


@dataclass(frozen=True, kw_only=True)
class ConsentAnswered(Event):
    """A party said yes or not yet; a "not yet" has its reason."""

    type: ClassVar = "consent.consent_answered"
    sentence: ClassVar = _("{party} answered a question to all parties")
    about: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """A party took its question back."""

    type: ClassVar = "consent.consent_withdrawn"
    sentence: ClassVar = _("{party} took back its question to all parties")
    about: str
