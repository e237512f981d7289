"""What can happen to reported words. Who reported, who holds a key and whose words it were stands nowhere."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class WordsReported(Event):
    """Somebody reported words of the network; who, about what and why, the line never says."""

    type: ClassVar = "decency.reported"
    sentence: ClassVar = _("Somebody reported words in the network")


@dataclass(frozen=True, kw_only=True)
class KeyTurned(Event):
    """One of the two who look said what should happen; which way, the line does not say yet."""

    type: ClassVar = "decency.key_turned"
    sentence: ClassVar = _("One of two said what should happen with reported words")


@dataclass(frozen=True, kw_only=True)
class WordsHidden(Event):
    """Words were hidden: by two keys, or what is urgent by one for 48 hours. `kind` is of which sort, or "few"."""

    type: ClassVar = "decency.hidden"
    sentence: ClassVar = _("Words in the network were hidden, with a reason")
    reason: str
    kind: str
    keys: int


@dataclass(frozen=True, kw_only=True)
class HidingConfirmed(Event):
    """The second key agreed that words stay hidden."""

    type: ClassVar = "decency.confirmed"
    sentence: ClassVar = _("A second key agreed that hidden words stay hidden")


@dataclass(frozen=True, kw_only=True)
class WordsBack(Event):
    """Hidden words can be read again; `how` says why."""

    type: ClassVar = "decency.back"
    sentence: ClassVar = _("Hidden words in the network can be read again")
    how: str


@dataclass(frozen=True, kw_only=True)
class CaseEnded(Event):
    """Reported words stay as they are, or whose they were took them back; `how` says which."""

    type: ClassVar = "decency.ended"
    sentence: ClassVar = _("A report of words ended without hiding them")
    how: str


@dataclass(frozen=True, kw_only=True)
class AnotherLookAsked(Event):
    """Whose words are hidden asked two others to look."""

    type: ClassVar = "decency.another_look"
    sentence: ClassVar = _("Whose words are hidden asked two others to look")


@dataclass(frozen=True, kw_only=True)
class OthersAsked(Event):
    """Who reported words that stayed asked two others to look, as a case of its own."""

    type: ClassVar = "decency.others_asked"
    sentence: ClassVar = _("Who reported words that stayed asked two others to look")


@dataclass(frozen=True, kw_only=True)
class StaysHidden(Event):
    """Two others looked: the words stay hidden."""

    type: ClassVar = "decency.stays_hidden"
    sentence: ClassVar = _("Two others looked at hidden words: these stay hidden")


@dataclass(frozen=True, kw_only=True)
class KeyPassedOn(Event):
    """It is the turn of somebody else to look at reported words."""

    type: ClassVar = "decency.passed_on"
    sentence: ClassVar = _("It is the turn of somebody else to look at reported words")


@dataclass(frozen=True, kw_only=True)
class KeyHolderBegan(Event):
    """Somebody of a member offered to look at reported words when it is their turn."""

    type: ClassVar = "decency.holder_began"
    sentence: ClassVar = _("Somebody of a member holds a key to look at reported words")


@dataclass(frozen=True, kw_only=True)
class KeyHolderStopped(Event):
    """Somebody of a member holds no key any more."""

    type: ClassVar = "decency.holder_stopped"
    sentence: ClassVar = _("Somebody of a member holds no key any more")
