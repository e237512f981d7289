"""What can happen in moderation. Who reported, and who appealed, stands nowhere."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class Reported(Event):
    """Somebody reported something to who keeps the process; who, about what and in which words, the line never says."""

    type: ClassVar = "moderation.reported"
    sentence: ClassVar = _("Somebody reported something to who keeps the process")


@dataclass(frozen=True, kw_only=True)
class ReportSeen(Event):
    """Who keeps the process looked at a report."""

    type: ClassVar = "moderation.report_seen"
    sentence: ClassVar = _("Who keeps the process looked at a report")


@dataclass(frozen=True, kw_only=True)
class WordsHidden(Event):
    """Words were hidden with a reason of the working agreement; `kind` says of which sort they are."""

    type: ClassVar = "moderation.words_hidden"
    sentence: ClassVar = _("Words were hidden for now, with a reason")
    reason: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class HidingAsked(Event):
    """Somebody asked to hide words that came back earlier; that needs two."""

    type: ClassVar = "moderation.hiding_asked"
    sentence: ClassVar = _("It was asked to hide words again; that needs two")
    reason: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class HidingConfirmed(Event):
    """Two agreed that words stay hidden."""

    type: ClassVar = "moderation.hiding_confirmed"
    sentence: ClassVar = _("Two agreed that the hidden words stay hidden")


@dataclass(frozen=True, kw_only=True)
class VoiceGiven(Event):
    """One of two said what should happen with hidden words: hide, back or remove."""

    type: ClassVar = "moderation.voice_given"
    sentence: ClassVar = _("One of two said what should happen with hidden words")
    wish: str


@dataclass(frozen=True, kw_only=True)
class WordsBack(Event):
    """Hidden words came back; `how` says why: the term, two who agreed, or an appeal."""

    type: ClassVar = "moderation.words_back"
    sentence: ClassVar = _("Hidden words are back")
    how: str


@dataclass(frozen=True, kw_only=True)
class HidingDropped(Event):
    """Words that somebody asked to hide again stay where they are."""

    type: ClassVar = "moderation.hiding_dropped"
    sentence: ClassVar = _("Words that somebody wanted to hide again stay where they are")


@dataclass(frozen=True, kw_only=True)
class RemovalAgreed(Event):
    """Two agreed that personal data are taken away once the term for the author is over."""

    type: ClassVar = "moderation.removal_agreed"
    sentence: ClassVar = _("Two agreed to take personal data away; who wrote the words can appeal first")


@dataclass(frozen=True, kw_only=True)
class FoundPersonal(Event):
    """Words that are hidden for another reason hold personal data: that is their reason from now on."""

    type: ClassVar = "moderation.found_personal"
    sentence: ClassVar = _("Hidden words turned out to hold personal data; that is the reason from now on")


@dataclass(frozen=True, kw_only=True)
class WordsRemoved(Event):
    """Personal data were taken away: of all words, or of a passage (`commit` is then what is left of them)."""

    type: ClassVar = "moderation.words_removed"
    sentence: ClassVar = _("Personal data were taken away")


@dataclass(frozen=True, kw_only=True)
class Appealed(Event):
    """Who wrote hidden words asked the parties that were not involved to look at it."""

    type: ClassVar = "moderation.appealed"
    sentence: ClassVar = _("Who wrote hidden words asked other parties to look at it")


@dataclass(frozen=True, kw_only=True)
class AppealAnswered(Event):
    """A party that was not involved answered: `back` is 1 or 0."""

    type: ClassVar = "moderation.appeal_answered"
    sentence: ClassVar = _("{party} said whether hidden words come back")
    back: int


@dataclass(frozen=True, kw_only=True)
class WordsTakenBack(Event):
    """Somebody took their own words back; who, the line does not say."""

    type: ClassVar = "moderation.words_taken_back"
    sentence: ClassVar = _("Somebody took their own words back")
    kind: str


@dataclass(frozen=True, kw_only=True)
class EarlierVersionsErased(Event):
    """Somebody erased what their own words said before; the words of now stay."""

    type: ClassVar = "moderation.earlier_versions_erased"
    sentence: ClassVar = _("Somebody erased earlier versions of their own words")
    kind: str
