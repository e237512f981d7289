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


@dataclass(frozen=True, kw_only=True)
class ReviewCame(Event):
    """Half a year after all agreed, all parties are asked whether it still fits; until then it counts."""

    type: ClassVar = "consent.review_came"
    sentence: ClassVar = _(
        "It is time to look again at what all agreed on; all parties are asked whether it still fits"
    )


@dataclass(frozen=True, kw_only=True)
class StillFits(Event):
    """The last party said that something still fits: it counts on, until all look again in half a year."""

    type: ClassVar = "consent.still_fits"
    sentence: ClassVar = _("With the yes of {party} all parties said that what they agreed on still fits")


@dataclass(frozen=True, kw_only=True)
class ReviewEnded(Event):
    """A question whether something still fits ended, because it was changed or let go meanwhile."""

    type: ClassVar = "consent.review_ended"
    sentence: ClassVar = _("A question whether something still fits ended: it was changed or let go meanwhile")
