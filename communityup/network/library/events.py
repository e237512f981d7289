"""What can happen to practices."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class PracticeBegun(Event):
    """A member began to write down a practice."""

    type: ClassVar = "library.practice_begun"
    sentence: ClassVar = _("A member began to write down a practice")


@dataclass(frozen=True, kw_only=True)
class PracticeWritten(Event):
    """A member wrote on a practice; every voice in it is asked again, and so is a member to read it."""

    type: ClassVar = "library.practice_written"
    sentence: ClassVar = _("A member wrote on a practice; who is in it is asked again")
    context_commit: str | None
    did_commit: str | None
    why_commit: str | None
    stumbling_commit: str | None


@dataclass(frozen=True, kw_only=True)
class VoiceNamed(Event):
    """Who writes a practice named somebody who is in it; `commit` is that of their words, as far as they are known."""

    type: ClassVar = "library.voice_named"
    sentence: ClassVar = _("Who writes a practice named somebody who is in it and has to say yes")
    practice: str


@dataclass(frozen=True, kw_only=True)
class VoiceAnswered(Event):
    """Somebody who is in a practice said yes or no; `commit` is that of their own words in it."""

    type: ClassVar = "library.voice_answered"
    sentence: ClassVar = _("Somebody who is in a practice answered: {answer}")
    labels: ClassVar = {"yes": _("yes"), "no": _("no")}
    practice: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class VoiceLeftOut(Event):
    """Who writes a practice left somebody's words out of it."""

    type: ClassVar = "library.voice_left_out"
    sentence: ClassVar = _("Somebody's words were left out of a practice that is being written")
    practice: str


@dataclass(frozen=True, kw_only=True)
class VoiceTakenBack(Event):
    """Somebody took their own words in a practice back; the rest of it stands."""

    type: ClassVar = "library.voice_taken_back"
    sentence: ClassVar = _("Somebody took their own words in a practice back")
    practice: str


@dataclass(frozen=True, kw_only=True)
class ReviewAsked(Event):
    """Who writes a practice asked another member to read it, and everybody who is in it to say yes."""

    type: ClassVar = "library.review_asked"
    sentence: ClassVar = _("A practice waits for who is in it, and for a member of another organisation to read it")


@dataclass(frozen=True, kw_only=True)
class PracticeReviewed(Event):
    """A member of another organisation read a practice: good, or back with a remark; `reviewer` is that member."""

    type: ClassVar = "library.practice_reviewed"
    sentence: ClassVar = _("A member of another organisation read a practice: {outcome}")
    labels: ClassVar = {"good": _("good to publish"), "back": _("not yet, with a remark")}
    reviewer: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class PracticePublished(Event):
    """A practice was published: every voice in it said yes, and another member read it."""

    type: ClassVar = "library.practice_published"
    sentence: ClassVar = _("A practice was published, version {edition}")
    edition: int


@dataclass(frozen=True, kw_only=True)
class EditionBegun(Event):
    """A member began a new version of a practice that is published."""

    type: ClassVar = "library.edition_begun"
    sentence: ClassVar = _("A member began version {edition} of a practice")
    edition: int


@dataclass(frozen=True, kw_only=True)
class PracticeTakenBack(Event):
    """Who wrote a practice took their own words in it back, or threw a draft away."""

    type: ClassVar = "library.practice_taken_back"
    sentence: ClassVar = _("A member took its words in a practice back")
