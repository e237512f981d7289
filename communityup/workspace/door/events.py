"""What can happen to a formal request."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class RequestWritten(Event):
    """A party wrote a formal request; it is not sent yet."""

    type: ClassVar = "door.request_written"
    sentence: ClassVar = _("{party} wrote a formal request")
    request: str
    addressed_to: str | None
    addressee_commit: str | None
    why_commit: str
    needs_commit: str | None


@dataclass(frozen=True, kw_only=True)
class RequestReworded(Event):
    """A party changed a formal request before sending it; the earlier words stay readable."""

    type: ClassVar = "door.request_reworded"
    sentence: ClassVar = _("{party} changed a formal request before sending it")
    why_commit: str
    needs_commit: str | None


@dataclass(frozen=True, kw_only=True)
class RequestSent(Event):
    """A party sent a formal request, on the day it says."""

    type: ClassVar = "door.request_sent"
    sentence: ClassVar = _("{party} sent a formal request on {day}")
    day: str


@dataclass(frozen=True, kw_only=True)
class RequestReceived(Event):
    """It was recorded when a formal request came in."""

    type: ClassVar = "door.request_received"
    sentence: ClassVar = _("{party} recorded that a formal request came in on {day}")
    day: str


@dataclass(frozen=True, kw_only=True)
class DeadlineSet(Event):
    """It was recorded until when the law gives to answer a formal request, with the rule that says so."""

    type: ClassVar = "door.deadline_set"
    sentence: ClassVar = _("{party} recorded that the law asks for an answer to a formal request by {day}")
    day: str


@dataclass(frozen=True, kw_only=True)
class DeadlineNears(Event):
    """In a week it is the day by which the law asks for an answer to a formal request."""

    type: ClassVar = "door.deadline_nears"
    sentence: ClassVar = _("By {day} the law asks for an answer to a formal request")
    day: str


@dataclass(frozen=True, kw_only=True)
class RequestAnswered(Event):
    """The answer to a formal request was recorded."""

    type: ClassVar = "door.request_answered"
    sentence: ClassVar = _("{party} recorded an answer to a formal request")
    answer: str


@dataclass(frozen=True, kw_only=True)
class RequestTakenBack(Event):
    """A party took its formal request back; what was sent before stays readable."""

    type: ClassVar = "door.request_taken_back"
    sentence: ClassVar = _("{party} took back its formal request")
