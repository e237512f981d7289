"""What can happen when one looks back on a session. An answer leaves no line: nobody sees who answered, or when."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class EvaluationOpened(Event):
    """After a session everybody who was there is asked three questions; once."""

    type: ClassVar = "evaluations.opened"
    sentence: ClassVar = _("Who was at a session was asked how it was")


@dataclass(frozen=True, kw_only=True)
class EvaluationReminded(Event):
    """After a week who did not answer is asked once more; the line is the same however many these are."""

    type: ClassVar = "evaluations.reminded"
    sentence: ClassVar = _("Who did not yet say how a session was could be asked once more")


@dataclass(frozen=True, kw_only=True)
class EvaluationClosed(Event):
    """After two weeks the answers go; what may be counted stays, of each question from no to yes.

    A fact is empty where counts are kept back, and all are empty for a closed session.
    """

    type: ClassVar = "evaluations.closed"
    sentence: ClassVar = _("The questions about a session closed; who answered what was deleted")
    worth: str
    got: str
    equal: str
