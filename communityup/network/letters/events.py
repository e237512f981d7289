"""What can happen to a letter of a network. No line holds an address, or tells how many people get it."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class LetterWritten(Event):
    """A coordinator wrote a letter, or changed it before it is planned."""

    type: ClassVar = "letters.written"
    sentence: ClassVar = _("A coordinator worked on a letter to who stays informed")


@dataclass(frozen=True, kw_only=True)
class LetterDropped(Event):
    """A coordinator threw a letter away that was not planned; its words are gone."""

    type: ClassVar = "letters.dropped"
    sentence: ClassVar = _("A coordinator threw away a letter that was being written")


@dataclass(frozen=True, kw_only=True)
class LetterPlanned(Event):
    """A coordinator planned when a letter goes out."""

    type: ClassVar = "letters.planned"
    sentence: ClassVar = _("A letter to who stays informed is planned for {moment}")
    moment: str


@dataclass(frozen=True, kw_only=True)
class LetterTakenBack(Event):
    """A coordinator took a planned letter back before it began to go out."""

    type: ClassVar = "letters.taken_back"
    sentence: ClassVar = _("A planned letter was taken back; it is being written again")


@dataclass(frozen=True, kw_only=True)
class LetterBegan(Event):
    """A letter began to go out; from now on everybody can read it and nobody can change it."""

    type: ClassVar = "letters.began"
    sentence: ClassVar = _("A letter goes out to who stays informed; everybody can read it")
    intro_commit: str | None


@dataclass(frozen=True, kw_only=True)
class LetterSent(Event):
    """The last copy of a letter left, or could not be delivered."""

    type: ClassVar = "letters.sent"
    sentence: ClassVar = _("A letter went out to all who stay informed about its topic")
