"""What can happen when somebody is stuck. No line tells who, for which member, or with whom."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class PeersChanged(Event):
    """Somebody offered to think along with who is stuck, or does not any more; `object` is the network."""

    type: ClassVar = "stuck.peers_changed"
    sentence: ClassVar = _("Somebody said of thinking along with who is stuck: {choice}")
    labels: ClassVar = {"yes": _("you can ask me"), "no": _("not any more")}
    choice: str


@dataclass(frozen=True, kw_only=True)
class HelpAsked(Event):
    """Somebody is stuck and asks peers to think along."""

    type: ClassVar = "stuck.help_asked"
    sentence: ClassVar = _("Somebody asked peers to think along")


@dataclass(frozen=True, kw_only=True)
class HelpOffered(Event):
    """Somebody offers to think along with who is stuck."""

    type: ClassVar = "stuck.help_offered"
    sentence: ClassVar = _("Somebody offered to think along")


@dataclass(frozen=True, kw_only=True)
class OfferTakenBack(Event):
    """Somebody does not think along after all."""

    type: ClassVar = "stuck.offer_taken_back"
    sentence: ClassVar = _("Somebody took an offer to think along back")


@dataclass(frozen=True, kw_only=True)
class HelpMatched(Event):
    """Who is stuck accepted an offer; `object` is that offer."""

    type: ClassVar = "stuck.help_matched"
    sentence: ClassVar = _("Who asked peers to think along accepted an offer")


@dataclass(frozen=True, kw_only=True)
class Unanswered(Event):
    """Nobody offered to think along for seven days; the coordinators are asked to look for somebody."""

    type: ClassVar = "stuck.unanswered"
    sentence: ClassVar = _("A question to peers had no answer for seven days; the coordinators heard of it")


@dataclass(frozen=True, kw_only=True)
class HelpEnded(Event):
    """Thinking along ended; after so many days everything about it is deleted."""

    type: ClassVar = "stuck.help_ended"
    sentence: ClassVar = _("Thinking along ended; after {days} days everything about it is deleted")
    days: int


@dataclass(frozen=True, kw_only=True)
class HelpDeleted(Event):
    """Everything about a question to peers was deleted: because its time was over, or by who asked it."""

    type: ClassVar = "stuck.help_deleted"
    sentence: ClassVar = _("Everything about a question to peers was deleted: {why}")
    labels: ClassVar = {
        "agreed": _("as was agreed"),
        "asker": _("because who asked it wanted so"),
        "old": _("because it was half a year old"),
    }
    why: str


@dataclass(frozen=True, kw_only=True)
class ConsultationPlanned(Event):
    """A group said when and where it comes together for a consultation, and who leads it through."""

    type: ClassVar = "stuck.consultation_planned"
    sentence: ClassVar = _("A group planned a consultation of peers")


@dataclass(frozen=True, kw_only=True)
class StepBegan(Event):
    """A consultation went to its next step (1 to 5), or is done (6)."""

    type: ClassVar = "stuck.step_began"
    sentence: ClassVar = _("A consultation of peers went to its next step, or is done")
    step: int


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Event):
    """Somebody wrote a note in a consultation; only the group reads it, and it is deleted after the agreed term."""

    type: ClassVar = "stuck.note_written"
    sentence: ClassVar = _("Somebody wrote a note in a consultation of peers")


@dataclass(frozen=True, kw_only=True)
class NoteRemoved(Event):
    """Somebody removed their own note from a consultation."""

    type: ClassVar = "stuck.note_removed"
    sentence: ClassVar = _("Somebody removed a note of their own from a consultation of peers")
