"""What can happen when a party or an observer goes."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class PartyWent(Event):
    """A party no longer takes part; perhaps it said why in its own words."""

    type: ClassVar = "leaving.party_went"
    sentence: ClassVar = _("{party} no longer takes part; what it said stays")


@dataclass(frozen=True, kw_only=True)
class GoingAsked(Event):
    """Somebody of a party asked its own people whether it goes; its words are sealed, and read by them alone."""

    type: ClassVar = "leaving.going_asked"
    sentence: ClassVar = _("{party} thinks about no longer taking part; nothing changes as long as it did not go")


@dataclass(frozen=True, kw_only=True)
class GoingTakenBack(Event):
    """One of its people took back that a party goes, or who asked it no longer decides for that party."""

    type: ClassVar = "leaving.going_taken_back"
    sentence: ClassVar = _("{party} takes part as before; the thought of going was taken back")


@dataclass(frozen=True, kw_only=True)
class AgreementLetGo(Event):
    """The side that is still there let an agreement end after the other left, with its reason."""

    type: ClassVar = "leaving.agreement_let_go"
    sentence: ClassVar = _("{party} let an agreement end of which the other side left")


@dataclass(frozen=True, kw_only=True)
class ObserverEndAsked(Event):
    """A party asked all parties to end the reading along of an observer, with its reason."""

    type: ClassVar = "leaving.observer_end_asked"
    sentence: ClassVar = _("{party} asked all parties to end the reading along of an observer of executive or council")
    watches: str


@dataclass(frozen=True, kw_only=True)
class ObserverEnded(Event):
    """The last party agreed: an observer no longer reads along."""

    type: ClassVar = "leaving.observer_ended"
    sentence: ClassVar = _(
        "With the yes of {party} all parties ended the reading along of an observer of executive or council"
    )
    watches: str
