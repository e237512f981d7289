"""What can happen to who guards the process."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class FacilitatorProposed(Event):
    """A party proposed somebody to guard the process; all parties are asked."""

    type: ClassVar = "facilitators.facilitator_proposed"
    sentence: ClassVar = _("{party} proposed a facilitator")


@dataclass(frozen=True, kw_only=True)
class HelperProposed(Event):
    """A party proposed a helper from outside; all parties are asked."""

    type: ClassVar = "facilitators.helper_proposed"
    sentence: ClassVar = _("{party} proposed a helper from outside")


@dataclass(frozen=True, kw_only=True)
class HelperAboutSilenceProposed(Event):
    """A party asked somebody from outside to help decide about a silent party; the other parties are asked."""

    type: ClassVar = "facilitators.helper_about_silence_proposed"
    sentence: ClassVar = _("{party} proposed a helper from outside, about a party that is silent")


@dataclass(frozen=True, kw_only=True)
class CandidateAccepted(Event):
    """Who was asked said yes; not all parties did yet. A facilitator from outside named who stands in for them."""

    type: ClassVar = "facilitators.candidate_accepted"
    sentence: ClassVar = _("Somebody who was asked to guard the process or to help said yes")


@dataclass(frozen=True, kw_only=True)
class CandidateAgreed(Event):
    """All parties agreed to a candidate, who did not say yes yet, or stands in for who did not begin yet."""

    type: ClassVar = "facilitators.candidate_agreed"
    sentence: ClassVar = _(
        "With the yes of {party} all parties agreed to a candidate; it begins once the yes of who is asked is there too"
    )


@dataclass(frozen=True, kw_only=True)
class CandidacyEnded(Event):
    """A candidacy ended before it began: the candidate or the party that proposed it said no."""

    type: ClassVar = "facilitators.candidacy_ended"
    sentence: ClassVar = _("Somebody who was asked to guard the process or to help does not do so")


@dataclass(frozen=True, kw_only=True)
class FacilitatorBegan(Event):
    """Somebody guards the process from now on, and has no say on content meanwhile."""

    type: ClassVar = "facilitators.facilitator_began"
    sentence: ClassVar = _("From now on a new facilitator guards the process, accepted by all parties")


@dataclass(frozen=True, kw_only=True)
class FacilitatorHandedOver(Event):
    """A facilitator handed over to the substitute, who said yes."""

    type: ClassVar = "facilitators.facilitator_handed_over"
    sentence: ClassVar = _("A facilitator handed over to the substitute")


@dataclass(frozen=True, kw_only=True)
class FacilitatorStopped(Event):
    """A facilitator stopped; the place at the table or around it is theirs again."""

    type: ClassVar = "facilitators.facilitator_stopped"
    sentence: ClassVar = _("A facilitator stopped")


@dataclass(frozen=True, kw_only=True)
class SubstituteNamed(Event):
    """A facilitator named who stands in after three days; about somebody from outside all parties are asked."""

    type: ClassVar = "facilitators.substitute_named"
    sentence: ClassVar = _("A facilitator named a substitute")


@dataclass(frozen=True, kw_only=True)
class SubstituteEnded(Event):
    """A substitute of a facilitator no longer stands in."""

    type: ClassVar = "facilitators.substitute_ended"
    sentence: ClassVar = _("The substitute of a facilitator no longer stands in")


@dataclass(frozen=True, kw_only=True)
class ReplacementAsked(Event):
    """A party asked for another facilitator, with a reason; the parties decide, the facilitators do not (X10)."""

    type: ClassVar = "facilitators.replacement_asked"
    sentence: ClassVar = _("{party} asked for another facilitator, with a reason")


@dataclass(frozen=True, kw_only=True)
class FacilitatorReplaced(Event):
    """All parties agreed that a facilitator stops."""

    type: ClassVar = "facilitators.facilitator_replaced"
    sentence: ClassVar = _("With the yes of {party} all parties agreed that a facilitator stops")


@dataclass(frozen=True, kw_only=True)
class HelperBegan(Event):
    """Somebody from outside helps from now on, accepted by all parties."""

    type: ClassVar = "facilitators.helper_began"
    sentence: ClassVar = _("From now on somebody from outside helps, accepted by all parties")


@dataclass(frozen=True, kw_only=True)
class HelperStopped(Event):
    """A helper from outside stopped."""

    type: ClassVar = "facilitators.helper_stopped"
    sentence: ClassVar = _("A helper from outside stopped")


@dataclass(frozen=True, kw_only=True)
class SubstituteAccepted(Event):
    """Somebody from outside stands in for a facilitator: they said yes, and so did all parties."""

    type: ClassVar = "facilitators.substitute_accepted"
    sentence: ClassVar = _("Somebody from outside stands in for a facilitator when that is needed")


@dataclass(frozen=True, kw_only=True)
class HandoverAsked(Event):
    """A facilitator asked the substitute to take over; all parties are asked."""

    type: ClassVar = "facilitators.handover_asked"
    sentence: ClassVar = _("A facilitator asked the substitute to take over; all parties are asked")
