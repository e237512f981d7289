"""What can happen to adaptations."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class AdaptationTold(Event):
    """A member told what it changed when it used a practice of others, and perhaps what happened."""

    type: ClassVar = "adaptations.adaptation_told"
    sentence: ClassVar = _("A member told how it used a practice of others, and what it changed")
    practice: str
    happened_commit: str | None


@dataclass(frozen=True, kw_only=True)
class AdaptationTakenBack(Event):
    """A member took back what it told about using a practice; the words are gone."""

    type: ClassVar = "adaptations.adaptation_taken_back"
    sentence: ClassVar = _("A member took back what it told about using a practice")
    practice: str
