"""What can happen to the report of a session. The words stand behind its line once it is public, not before."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class ReportWritten(Event):
    """A coordinator wrote the report of a session, or changed it before it is public."""

    type: ClassVar = "reports.written"
    sentence: ClassVar = _("A coordinator worked on the report of a session")


@dataclass(frozen=True, kw_only=True)
class SentRound(Event):
    """The report went to who was there; they can say what is not right until a day."""

    type: ClassVar = "reports.sent_round"
    sentence: ClassVar = _("The report of a session went to who was there; they can correct it until {until}")
    until: str


@dataclass(frozen=True, kw_only=True)
class RemarkMade(Event):
    """Somebody who was there made a remark about a report. No line tells who."""

    type: ClassVar = "reports.remark_made"
    sentence: ClassVar = _("Somebody who was there made a remark about the report of a session")


@dataclass(frozen=True, kw_only=True)
class RemarkDealtWith(Event):
    """A coordinator changed the report because of a remark, or said to its maker why it stays as it is."""

    type: ClassVar = "reports.remark_dealt_with"
    sentence: ClassVar = _("A coordinator dealt with a remark about the report of a session")


@dataclass(frozen=True, kw_only=True)
class ReportWaits(Event):
    """The time to correct is over, but a remark is open: the report waits for it until a day, and no longer."""

    type: ClassVar = "reports.waits"
    sentence: ClassVar = _("The report of a session waits for a remark that nobody dealt with, until {until}")
    until: str


@dataclass(frozen=True, kw_only=True)
class ReportPublished(Event):
    """The time to correct is over: everybody can read the report of session `number`."""

    type: ClassVar = "reports.published"
    sentence: ClassVar = _("The report of session {number} is public")
    number: str
    steering_commit: str | None
    questions_commit: str | None
    conditions_commit: str | None
    onwards_commit: str | None
    next_meeting_commit: str | None


@dataclass(frozen=True, kw_only=True)
class TipGiven(Event):
    """Somebody gave a tip, a link or an offer during a session; a member is named with it only when it chose so."""

    type: ClassVar = "reports.tip_given"
    sentence: ClassVar = _("Somebody gave a tip at a session")


@dataclass(frozen=True, kw_only=True)
class TipTakenBack(Event):
    """Who gave a tip took it back before the report went round; the words are gone."""

    type: ClassVar = "reports.tip_taken_back"
    sentence: ClassVar = _("Somebody took a tip at a session back")


@dataclass(frozen=True, kw_only=True)
class TipLeftOut(Event):
    """A coordinator leaves a tip out of the report."""

    type: ClassVar = "reports.tip_left_out"
    sentence: ClassVar = _("A coordinator leaves a tip out of the report of a session")
