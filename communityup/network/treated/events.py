"""What can happen to learning questions in sessions."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class QuestionTreated(Event):
    """Somebody said in which session a learning question was treated, or will be."""

    type: ClassVar = "treated.question_treated"
    sentence: ClassVar = _("A learning question was put with a session in which it is treated")
    session: str


@dataclass(frozen=True, kw_only=True)
class QuestionTakenOff(Event):
    """Somebody said that a learning question was not treated in a session after all."""

    type: ClassVar = "treated.question_taken_off"
    sentence: ClassVar = _("A learning question was taken off a session again")
    session: str
