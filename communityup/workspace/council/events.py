"""What can happen in the council's window."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class ObserverProposed(Event):
    """A party asked all parties to let somebody read along for executive or council, or as its clerk."""

    type: ClassVar = "council.observer_proposed"
    sentence: ClassVar = _("{party} asked all parties to let an observer of executive or council read along")
    watches: str


@dataclass(frozen=True, kw_only=True)
class ObserverInvited(Event):
    """The last party agreed: the invitation to read along left."""

    type: ClassVar = "council.observer_invited"
    sentence: ClassVar = _("With the yes of {party} all parties agreed to invite an observer of executive or council")
    watches: str


@dataclass(frozen=True, kw_only=True)
class ObserverJoined(Event):
    """Somebody who was invited reads along from now on."""

    type: ClassVar = "council.observer_joined"
    sentence: ClassVar = _("An observer of executive or council reads along from now on")
    watches: str


@dataclass(frozen=True, kw_only=True)
class ObserverDeclined(Event):
    """Somebody who was invited does not read along."""

    type: ClassVar = "council.observer_declined"
    sentence: ClassVar = _("Somebody who was invited to read along for executive or council declined")


@dataclass(frozen=True, kw_only=True)
class ObserverStopped(Event):
    """An observer stopped reading along."""

    type: ClassVar = "council.observer_stopped"
    sentence: ClassVar = _("An observer of executive or council stopped reading along")
    watches: str


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Event):
    """An observer asked something in public: of a party (its id), of all, or of who keeps the process."""

    type: ClassVar = "council.question_asked"
    sentence: ClassVar = _("An observer of executive or council asked a question in public; an answer around {due}")
    watches: str
    to: str
    due: str


@dataclass(frozen=True, kw_only=True)
class FreedomOffered(Event):
    """An observer told in public what their body leaves free; a party puts it with what they leave free."""

    type: ClassVar = "council.freedom_offered"
    sentence: ClassVar = _("An observer told in public what executive or council leaves free")
    watches: str


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Event):
    """A party answered a question that an observer asked in public."""

    type: ClassVar = "council.question_answered"
    sentence: ClassVar = _("{party} answered a question of an observer in public")


@dataclass(frozen=True, kw_only=True)
class ProcessQuestionAnswered(Event):
    """Who keeps the process answered a question that an observer asked in public."""

    type: ClassVar = "council.process_question_answered"
    sentence: ClassVar = _("Who keeps the process answered a question of an observer in public")


@dataclass(frozen=True, kw_only=True)
class FreedomRecorded(Event):
    """A party put down what council or executive leaves free, and where that was said."""

    type: ClassVar = "council.freedom_recorded"
    sentence: ClassVar = _("{party} put down what council or executive leaves free")
    body: str
    topic: str
    origin_commit: str


@dataclass(frozen=True, kw_only=True)
class FreedomReworded(Event):
    """A party put a new version of what is left free; the earlier ones stay readable."""

    type: ClassVar = "council.freedom_reworded"
    sentence: ClassVar = _("{party} put other words for what council or executive leaves free: version {number}")
    number: int
    origin_commit: str


@dataclass(frozen=True, kw_only=True)
class FreedomRead(Event):
    """A party put its reading beside what is left free."""

    type: ClassVar = "council.freedom_read"
    sentence: ClassVar = _("{party} laid its reading beside what council or executive leaves free")
    number: int


@dataclass(frozen=True, kw_only=True)
class FreedomEnded(Event):
    """A party told that something is no longer left free, and why."""

    type: ClassVar = "council.freedom_ended"
    sentence: ClassVar = _("{party} told that council or executive no longer leaves something free, and why")


@dataclass(frozen=True, kw_only=True)
class MilestoneTold(Event):
    """A party told of a moment at which council or executive is taken along."""

    type: ClassVar = "council.milestone_told"
    sentence: ClassVar = _("{party} told when council or executive is taken along: around {day}")
    day: str


@dataclass(frozen=True, kw_only=True)
class MilestoneMoved(Event):
    """A milestone moved to another day."""

    type: ClassVar = "council.milestone_moved"
    sentence: ClassVar = _("{party} moved a milestone of the council from {earlier} to {day}")
    earlier: str
    day: str


@dataclass(frozen=True, kw_only=True)
class MilestoneReached(Event):
    """A milestone was reached."""

    type: ClassVar = "council.milestone_reached"
    sentence: ClassVar = _("{party} told that a milestone of the council was reached")


@dataclass(frozen=True, kw_only=True)
class MilestoneNotReached(Event):
    """A milestone was told to be reached by mistake."""

    type: ClassVar = "council.milestone_not_reached"
    sentence: ClassVar = _("{party} told that a milestone of the council is not reached yet after all")
