"""What can happen between a challenge and its parts."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class SplitOff(Event):
    """A party split a part off from another challenge: it starts here, visible to who is invited (R20).

    It stands in the log of the part alone, and does not name the whole: neither tells outsiders of the other.
    """

    type: ClassVar = "subchallenges.split_off"
    sentence: ClassVar = _("{party} split this challenge off from another one")


@dataclass(frozen=True, kw_only=True)
class LinkProposed(Event):
    """A party proposed to make this challenge part or whole of another; its own table answers first."""

    type: ClassVar = "subchallenges.link_proposed"
    sentence: ClassVar = _("{party} proposed to put this challenge together with another")


@dataclass(frozen=True, kw_only=True)
class LinkAgreedHere(Event):
    """The last party of the table that proposed it agreed: now the other table is asked."""

    type: ClassVar = "subchallenges.link_agreed_here"
    sentence: ClassVar = _("With the yes of {party} all parties here agreed to ask another challenge")


@dataclass(frozen=True, kw_only=True)
class LinkAsked(Event):
    """The table of another challenge agreed to ask this one."""

    type: ClassVar = "subchallenges.link_asked"
    sentence: ClassVar = _("The parties of another challenge ask to put the two together")


@dataclass(frozen=True, kw_only=True)
class Linked(Event):
    """The last party of the table that was asked agreed: the two are whole and part."""

    type: ClassVar = "subchallenges.linked"
    sentence: ClassVar = _("With the yes of {party} all parties agreed: this challenge and another are whole and part")


@dataclass(frozen=True, kw_only=True)
class LinkedThere(Event):
    """The other table agreed: the two are whole and part."""

    type: ClassVar = "subchallenges.linked_there"
    sentence: ClassVar = _("The parties of the other challenge agreed too: the two are whole and part")


@dataclass(frozen=True, kw_only=True)
class LinkDropped(Event):
    """The table that proposed it no longer asks the other."""

    type: ClassVar = "subchallenges.link_dropped"
    sentence: ClassVar = _("{party} no longer asks another challenge to put the two together")


@dataclass(frozen=True, kw_only=True)
class LinkDroppedThere(Event):
    """The other table is no longer asked."""

    type: ClassVar = "subchallenges.link_dropped_there"
    sentence: ClassVar = _("The parties of another challenge no longer ask to put the two together")


@dataclass(frozen=True, kw_only=True)
class Loosened(Event):
    """The last party of one of the two tables agreed to loosen a part from its whole."""

    type: ClassVar = "subchallenges.loosened"
    sentence: ClassVar = _(
        "With the yes of {party} all parties agreed: this challenge and another are no longer whole and part"
    )


@dataclass(frozen=True, kw_only=True)
class LoosenedThere(Event):
    """The other of the two tables loosened a part from its whole."""

    type: ClassVar = "subchallenges.loosened_there"
    sentence: ClassVar = _("The parties of another challenge loosened it from this one")
