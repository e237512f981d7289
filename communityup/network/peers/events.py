"""What can happen to learning questions."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Event):
    """A member asked a learning question, and asked so many other members to search along."""

    type: ClassVar = "peers.question_asked"
    sentence: ClassVar = _("A member asked a learning question")
    along: int


@dataclass(frozen=True, kw_only=True)
class QuestionAccepted(Event):
    """A member that was asked searches along on a learning question; `member` is that one."""

    type: ClassVar = "peers.question_accepted"
    sentence: ClassVar = _("One more member searches along on a learning question")
    member: str


@dataclass(frozen=True, kw_only=True)
class QuestionDeclined(Event):
    """A member that was asked does not search along on a learning question."""

    type: ClassVar = "peers.question_declined"
    sentence: ClassVar = _("A member that was asked does not search along on a learning question")
    member: str


@dataclass(frozen=True, kw_only=True)
class QuestionLeft(Event):
    """A member stopped searching along on a learning question; `member` is that one."""

    type: ClassVar = "peers.question_left"
    sentence: ClassVar = _("A member stopped searching along on a learning question")
    member: str


@dataclass(frozen=True, kw_only=True)
class QuestionReworded(Event):
    """A learning question got new words; the earlier versions stay to be read."""

    type: ClassVar = "peers.question_reworded"
    sentence: ClassVar = _("A learning question was worded again")


@dataclass(frozen=True, kw_only=True)
class QuestionClosed(Event):
    """A learning question was answered or let go, with the words about it."""

    type: ClassVar = "peers.question_closed"
    sentence: ClassVar = _("A learning question was closed: {outcome}")
    labels: ClassVar = {"answered": _("answered"), "dropped": _("dropped")}
    outcome: str


@dataclass(frozen=True, kw_only=True)
class QuestionReopened(Event):
    """A member that searches along opened a closed learning question again; how it ended stays to be read."""

    type: ClassVar = "peers.question_reopened"
    sentence: ClassVar = _("A learning question was opened again")


@dataclass(frozen=True, kw_only=True)
class ExperienceTold(Event):
    """A member told what it did around a learning question, and perhaps what happened then."""

    type: ClassVar = "peers.experience_told"
    sentence: ClassVar = _("A member told an experience with a learning question")
    question: str
    happened_commit: str | None


@dataclass(frozen=True, kw_only=True)
class ExperienceTakenBack(Event):
    """A member took an experience back; the words are gone."""

    type: ClassVar = "peers.experience_taken_back"
    sentence: ClassVar = _("A member took an experience with a learning question back")
