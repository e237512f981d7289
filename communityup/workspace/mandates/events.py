"""What can happen to mandates and to what parties put in."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class MandateStated(Event):
    """Somebody at the table said what they may promise; `weeks` is how long what goes back takes, if anything does."""

    type: ClassVar = "mandates.mandate_stated"
    sentence: ClassVar = _("Somebody of {party} said what they may promise here")
    weeks: int | None
    back_commit: str | None
    whom_commit: str | None
    role_commit: str | None


@dataclass(frozen=True, kw_only=True)
class CommitmentMade(Event):
    """A party said what it puts in and who stands behind that, for the first time or otherwise than before."""

    type: ClassVar = "mandates.commitment_made"
    sentence: ClassVar = _("{party} said what it puts in and who stands behind that")
    number: int
    phase: str
    change: str
    means_commit: str | None
    sponsor_commit: str | None


@dataclass(frozen=True, kw_only=True)
class CommitmentLowered(Event):
    """A party put in less than before; that is allowed, and the version before stays beside it."""

    type: ClassVar = "mandates.commitment_lowered"
    sentence: ClassVar = _("{party} puts in less than before and said so")
    number: int
    phase: str
    change: str
    means_commit: str | None
    sponsor_commit: str | None


@dataclass(frozen=True, kw_only=True)
class CommitmentConfirmed(Event):
    """A party confirmed in a new phase that what it puts in still holds."""

    type: ClassVar = "mandates.commitment_confirmed"
    sentence: ClassVar = _("{party} confirmed what it puts in")
    number: int
    phase: str


@dataclass(frozen=True, kw_only=True)
class SponsorReachable(Event):
    """A party gave an address for whoever stands behind it; the address itself stands nowhere in the log."""

    type: ClassVar = "mandates.sponsor_reachable"
    sentence: ClassVar = _("{party} can now reach who stands behind it")


@dataclass(frozen=True, kw_only=True)
class SponsorUnreachable(Event):
    """The address of whoever stands behind a party was taken away, by that party or by its reader."""

    type: ClassVar = "mandates.sponsor_unreachable"
    sentence: ClassVar = _("The address of who stands behind {party} was taken away")
