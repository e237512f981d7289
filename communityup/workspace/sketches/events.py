"""What can happen to the words of a challenge."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class WordsProposed(Event):
    """All parties were asked for other words of the question, or whether it is still a first sketch."""

    type: ClassVar = "sketches.words_proposed"
    sentence: ClassVar = _("{party} proposed other words for the question")


@dataclass(frozen=True, kw_only=True)
class WordsChanged(Event):
    """The question has a next version, or is (no longer) a first sketch: all agreed, or one party is alone here yet."""

    type: ClassVar = "sketches.words_changed"
    sentence: ClassVar = _("The question got other words; with {party} all parties here agreed")
    number: int
    sketch: int


@dataclass(frozen=True, kw_only=True)
class Reacted(Event):
    """Somebody reacted to a version of the first sketch."""

    type: ClassVar = "sketches.reacted"
    sentence: ClassVar = _("{party} reacted to the first sketch of the question")
    number: int


@dataclass(frozen=True, kw_only=True)
class ReactionTakenBack(Event):
    """Somebody took a reaction back."""

    type: ClassVar = "sketches.reaction_taken_back"
    sentence: ClassVar = _("{party} took a reaction to the first sketch back")
