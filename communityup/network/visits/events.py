"""What can happen to visits. No line says who, about what or where: it may have to be discreet (B36)."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class WishMade(Event):
    """Some member asks for a visit or offers one; `object` is the stream, so that the line leads to nobody."""

    type: ClassVar = "visits.wish_made"
    sentence: ClassVar = _("A member asks for a visit or offers one")


@dataclass(frozen=True, kw_only=True)
class WishTakenBack(Event):
    """Some member took back what it asked or offered; the words are gone. `object` is the stream."""

    type: ClassVar = "visits.wish_taken_back"
    sentence: ClassVar = _("A member took back what it asked or offered about visits")


@dataclass(frozen=True, kw_only=True)
class VisitProposed(Event):
    """A question and an offer were put to their two members; `object` is that proposal."""

    type: ClassVar = "visits.visit_proposed"
    sentence: ClassVar = _("A visit was proposed to two members")


@dataclass(frozen=True, kw_only=True)
class ProposalAnswered(Event):
    """A member answered a proposal; what it said stands nowhere in the log."""

    type: ClassVar = "visits.proposal_answered"
    sentence: ClassVar = _("A member answered a proposal for a visit")


@dataclass(frozen=True, kw_only=True)
class ProposalTakenBack(Event):
    """A coordinator took a proposal back."""

    type: ClassVar = "visits.proposal_taken_back"
    sentence: ClassVar = _("A proposal for a visit was taken back")


@dataclass(frozen=True, kw_only=True)
class VisitAgreed(Event):
    """Both members said yes; `object` is the visit."""

    type: ClassVar = "visits.visit_agreed"
    sentence: ClassVar = _("Two members agreed on a visit or a guest story")


@dataclass(frozen=True, kw_only=True)
class DelegationTold(Event):
    """The guests told in which roles people come along."""

    type: ClassVar = "visits.delegation_told"
    sentence: ClassVar = _("It was told in which roles people come to a visit")


@dataclass(frozen=True, kw_only=True)
class VisitDated(Event):
    """A visit got its date or place, another one, or none any more."""

    type: ClassVar = "visits.visit_dated"
    sentence: ClassVar = _("The date or place of a visit changed")


@dataclass(frozen=True, kw_only=True)
class VisitPrepared(Event):
    """Question, programme or practical words of a visit changed."""

    type: ClassVar = "visits.visit_prepared"
    sentence: ClassVar = _("A visit was prepared")


@dataclass(frozen=True, kw_only=True)
class VisitNear(Event):
    """A visit is a few days ahead."""

    type: ClassVar = "visits.visit_near"
    sentence: ClassVar = _("A visit is near")


@dataclass(frozen=True, kw_only=True)
class VisitStopped(Event):
    """A visit does not go on; why is for its two members."""

    type: ClassVar = "visits.visit_stopped"
    sentence: ClassVar = _("A visit does not go on")
