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
    """An observer told in public what their body leaves free; a party takes it into the council's window."""

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
