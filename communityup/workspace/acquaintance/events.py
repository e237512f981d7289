"""What can happen when people get to know each other.

Cards, notes and visits are for who takes part, so no line holds a commitment to their words: the export of the log of
a public challenge gives the words behind commitments to everybody. Wanting coffee, having it, and who comes to a visit
have no line at all: nothing is measured per person (B23).
"""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class IntroductionWritten(Event):
    """Somebody told what brings them here, or what must not go wrong."""

    type: ClassVar = "acquaintance.introduction_written"
    sentence: ClassVar = _("Somebody introduced themselves")


@dataclass(frozen=True, kw_only=True)
class IntroductionChanged(Event):
    """Somebody changed what they tell of themselves; the earlier words are gone."""

    type: ClassVar = "acquaintance.introduction_changed"
    sentence: ClassVar = _("Somebody changed their introduction")


@dataclass(frozen=True, kw_only=True)
class IntroductionErased(Event):
    """Somebody took their introduction away, or a part of it; these words are gone for good."""

    type: ClassVar = "acquaintance.introduction_erased"
    sentence: ClassVar = _("Somebody took away their introduction, or a part of it")


@dataclass(frozen=True, kw_only=True)
class CoffeeDrawn(Event):
    """Pairs across parties were drawn among who wanted to; who they are only the two know. `left` were left over."""

    type: ClassVar = "acquaintance.coffee_drawn"
    sentence: ClassVar = _("Coffee with somebody of another party was drawn (pairs: {pairs})")
    pairs: int
    left: int


@dataclass(frozen=True, kw_only=True)
class VisitOffered(Event):
    """A party invited the others to its place."""

    type: ClassVar = "acquaintance.visit_offered"
    sentence: ClassVar = _("{party} invited the others to its place")


@dataclass(frozen=True, kw_only=True)
class VisitChanged(Event):
    """A party changed when, where or what of a visit to its place; `sequence` counts the changes."""

    type: ClassVar = "acquaintance.visit_changed"
    sentence: ClassVar = _("{party} changed a visit to its place")
    sequence: int


@dataclass(frozen=True, kw_only=True)
class VisitCancelled(Event):
    """A party cancelled a visit to its place."""

    type: ClassVar = "acquaintance.visit_cancelled"
    sentence: ClassVar = _("{party} cancelled a visit to its place")
