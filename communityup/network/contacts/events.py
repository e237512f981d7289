"""What can happen between people of members. No line tells who, with whom, or about what."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class FoundChanged(Event):
    """Somebody chose to be found by other members, changed that, or stopped it; `object` is the network."""

    type: ClassVar = "contacts.found_changed"
    sentence: ClassVar = _("Somebody of a member chose whether others can find them: {choice}")
    labels: ClassVar = {"yes": _("you can find me"), "no": _("no longer")}
    choice: str


@dataclass(frozen=True, kw_only=True)
class MessageSent(Event):
    """Somebody of a member wrote to somebody of another one."""

    type: ClassVar = "contacts.message_sent"
    sentence: ClassVar = _("Somebody of a member wrote a message to somebody of another member")


@dataclass(frozen=True, kw_only=True)
class MessageAnswered(Event):
    """Who got a message wrote back."""

    type: ClassVar = "contacts.message_answered"
    sentence: ClassVar = _("A message between people of two members was answered")


@dataclass(frozen=True, kw_only=True)
class MessageWentOn(Event):
    """Who wrote a message that was answered wrote back."""

    type: ClassVar = "contacts.message_went_on"
    sentence: ClassVar = _("A conversation between people of two members went on")


@dataclass(frozen=True, kw_only=True)
class MessageReported(Event):
    """One of the two shows what they got to the coordinators, because something is wrong with it."""

    type: ClassVar = "contacts.message_reported"
    sentence: ClassVar = _("Somebody showed a message to the coordinators, because something is wrong with it")


@dataclass(frozen=True, kw_only=True)
class MessageTakenBack(Event):
    """Who wrote a message took it back, before there was an answer."""

    type: ClassVar = "contacts.message_taken_back"
    sentence: ClassVar = _("A message between people of two members was taken back by who wrote it")


@dataclass(frozen=True, kw_only=True)
class ReportClosed(Event):
    """What was shown to the coordinators is over: they do not read it any more. The object is that of the report."""

    type: ClassVar = "contacts.report_closed"
    sentence: ClassVar = _("A message that was shown to the coordinators is shown no longer: {who}")
    labels: ClassVar = {"coordinator": _("a coordinator dealt with it"), "reporter": _("who showed it wanted so")}
    who: str


@dataclass(frozen=True, kw_only=True)
class MessageDeleted(Event):
    """A message and all that followed were deleted for good."""

    type: ClassVar = "contacts.message_deleted"
    sentence: ClassVar = _("A message between people of two members was deleted: {why}")
    labels: ClassVar = {
        "receiver": _("who got it wanted so"),
        "coordinator": _("a coordinator did, after it was shown to them"),
        "old": _("ninety days went by"),
    }
    why: str


@dataclass(frozen=True, kw_only=True)
class BlockChanged(Event):
    """Somebody takes no messages from somebody else any more, or does again; `object` is the network."""

    type: ClassVar = "contacts.block_changed"
    sentence: ClassVar = _("Somebody chose whether to take messages from somebody else: {choice}")
    labels: ClassVar = {"no": _("not any more"), "yes": _("they do again")}
    choice: str
