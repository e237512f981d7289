"""What can happen with agreements; the same events for every kind of party."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class AgreementProposed(Event):
    """A party proposed an agreement; its proposal is its own confirmation."""

    type: ClassVar = "agreements.agreement_proposed"
    version: ClassVar = 2
    sentence: ClassVar = _("{party} proposed an agreement for {due}")
    terms: int
    due: str
    review_on: str
    promised_by: str
    promised_to: str
    evidence_commit: str


@dataclass(frozen=True, kw_only=True)
class AgreementReworded(Event):
    """A party proposed other words or another date; earlier confirmations do not count for it."""

    type: ClassVar = "agreements.agreement_reworded"
    version: ClassVar = 2
    sentence: ClassVar = _("{party} proposed to change an agreement, for {due}")
    terms: int
    due: str
    review_on: str
    evidence_commit: str


@dataclass(frozen=True, kw_only=True)
class AgreementReopened(Event):
    """A party told something new and proposed other terms because of it; both sides confirm anew (B29)."""

    type: ClassVar = "agreements.agreement_reopened"
    sentence: ClassVar = _("{party} told something new and reopened an agreement, for {due}")
    terms: int
    due: str
    review_on: str
    evidence_commit: str
    news_commit: str


@dataclass(frozen=True, kw_only=True)
class AgreementStillFits(Event):
    """A party looked again and says that an agreement still fits; the other side is asked too (B29)."""

    type: ClassVar = "agreements.agreement_still_fits"
    sentence: ClassVar = _("{party} looked again: an agreement for {due} still fits; the other side is asked too")
    terms: int
    due: str
    review_on: str


@dataclass(frozen=True, kw_only=True)
class AgreementConfirmed(Event):
    """The other side confirmed: from now on it is agreed."""

    type: ClassVar = "agreements.agreement_confirmed"
    sentence: ClassVar = _("{party} confirmed an agreement for {due}; both sides agree now")
    terms: int
    due: str


@dataclass(frozen=True, kw_only=True)
class AgreementStandsForOne(Event):
    """One side said that an agreement still stands, after something touched it; the other side is asked too."""

    type: ClassVar = "agreements.agreement_stands_for_one"
    sentence: ClassVar = _("{party} said that an agreement for {due} still stands; the other side is asked too")
    terms: int
    due: str


@dataclass(frozen=True, kw_only=True)
class AgreementRenegotiated(Event):
    """Both sides agreed anew before the date; neutral, and alike for all."""

    type: ClassVar = "agreements.agreement_renegotiated"
    sentence: ClassVar = _("{party} confirmed a change: agreed anew, for {due}")
    terms: int
    due: str


@dataclass(frozen=True, kw_only=True)
class ProposalWithdrawn(Event):
    """The side that proposed a version took it back."""

    type: ClassVar = "agreements.proposal_withdrawn"
    sentence: ClassVar = _("{party} took back its proposal for an agreement")
    terms: int


@dataclass(frozen=True, kw_only=True)
class EndProposed(Event):
    """A side asks to end an agreement together."""

    type: ClassVar = "agreements.end_proposed"
    sentence: ClassVar = _("{party} proposed to end an agreement together")
    terms: int


@dataclass(frozen=True, kw_only=True)
class AgreementEnded(Event):
    """Both sides agreed to end an agreement."""

    type: ClassVar = "agreements.agreement_ended"
    sentence: ClassVar = _("{party} confirmed it: both sides ended an agreement")
    terms: int


@dataclass(frozen=True, kw_only=True)
class AgreementKept(Event):
    """The side that promised says that the agreement was kept."""

    type: ClassVar = "agreements.agreement_kept"
    sentence: ClassVar = _("{party} kept an agreement and told so")


@dataclass(frozen=True, kw_only=True)
class AgreementNotKept(Event):
    """The side that promised says that the agreement was not kept, and explains."""

    type: ClassVar = "agreements.agreement_not_kept"
    sentence: ClassVar = _("{party} told that an agreement was not kept, and why")


@dataclass(frozen=True, kw_only=True)
class ReadingLaid(Event):
    """The other side laid its reading beside how it went."""

    type: ClassVar = "agreements.reading_laid"
    sentence: ClassVar = _("{party} laid its reading beside how an agreement went")


@dataclass(frozen=True, kw_only=True)
class BothReminded(Event):
    """All people of both sides were reminded at the same moment."""

    type: ClassVar = "agreements.both_reminded"
    sentence: ClassVar = _("Both sides were reminded of an agreement for {due}")
    moment: str
    due: str
