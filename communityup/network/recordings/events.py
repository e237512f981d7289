"""What can happen to the recording of a session. No line holds its words or its number as long as it is not public."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class RecordingKept(Event):
    """A coordinator added a recording of a session, or changed it; who speaks in it is asked (anew)."""

    type: ClassVar = "recordings.kept"
    sentence: ClassVar = _("A coordinator added or changed the recording of a session")


@dataclass(frozen=True, kw_only=True)
class SpeakerNamed(Event):
    """A coordinator said who speaks in a recording; they are asked how far it may be seen. No line tells who."""

    type: ClassVar = "recordings.speaker_named"
    sentence: ClassVar = _("Somebody who speaks in the recording of a session is asked who may see it")
    speaker: str


@dataclass(frozen=True, kw_only=True)
class SpeakerAskedAgain(Event):
    """A coordinator asked once more who did not answer yet how far a recording may be seen. No line tells who."""

    type: ClassVar = "recordings.speaker_asked_again"
    sentence: ClassVar = _("Somebody who speaks in the recording of a session was asked once more who may see it")
    speaker: str


@dataclass(frozen=True, kw_only=True)
class SpeakerLeftOut(Event):
    """A coordinator took back that somebody speaks in a recording."""

    type: ClassVar = "recordings.speaker_left_out"
    sentence: ClassVar = _("A coordinator took back that somebody speaks in the recording of a session")


@dataclass(frozen=True, kw_only=True)
class SpeakerAnswered(Event):
    """A speaker said how far a recording may be seen. No line tells who."""

    type: ClassVar = "recordings.speaker_answered"
    sentence: ClassVar = _("Somebody who speaks in the recording of a session answered: {answer}")
    labels: ClassVar = {
        "no": _("nobody may see it"),
        "participants": _("who was there may see it"),
        "codes": _("who was there may see it, and who gets a code"),
        "public": _("everybody may see it"),
    }
    answer: str


@dataclass(frozen=True, kw_only=True)
class ConsentTakenBack(Event):
    """A speaker took their yes back, and the recording closed at once."""

    type: ClassVar = "recordings.consent_taken_back"
    sentence: ClassVar = _("Somebody who speaks in the recording of a session took their yes back; it closed at once")


@dataclass(frozen=True, kw_only=True)
class RecordingOpened(Event):
    """Every speaker said yes, and a coordinator opened the recording."""

    type: ClassVar = "recordings.opened"
    sentence: ClassVar = _("The recording of a session opened: {audience}")
    labels: ClassVar = {"participants": _("for who was there"), "public": _("for everybody")}
    audience: str


@dataclass(frozen=True, kw_only=True)
class RecordingClosed(Event):
    """A coordinator closed the recording; its code stopped working."""

    type: ClassVar = "recordings.closed"
    sentence: ClassVar = _("The recording of a session closed")


@dataclass(frozen=True, kw_only=True)
class CodeRenewed(Event):
    """A coordinator made a new code; the one before it stopped working. The code itself stands nowhere."""

    type: ClassVar = "recordings.code_renewed"
    sentence: ClassVar = _("The access to the recording of a session was renewed; it works until {until}")
    until: str


@dataclass(frozen=True, kw_only=True)
class RecordingRemoved(Event):
    """A coordinator took the recording away, with its words and the addresses of who speaks in it."""

    type: ClassVar = "recordings.removed"
    sentence: ClassVar = _("The recording of a session was taken away, with its words")
