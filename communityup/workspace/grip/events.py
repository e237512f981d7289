"""What can happen to what parties hold and let go."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class SubjectAdded(Event):
    """A party added a subject about which each party says whether it holds, shares or lets go."""

    type: ClassVar = "grip.subject_added"
    sentence: ClassVar = _("{party} added a subject to hold, share or let go")


@dataclass(frozen=True, kw_only=True)
class SubjectTakenBack(Event):
    """A party took back a subject of its own about which no other party had said anything."""

    type: ClassVar = "grip.subject_taken_back"
    sentence: ClassVar = _("{party} took back a subject to hold, share or let go")


@dataclass(frozen=True, kw_only=True)
class StanceTaken(Event):
    """A party said what it does with a subject; `before` is what it said earlier, if anything."""

    type: ClassVar = "grip.stance_taken"
    sentence: ClassVar = _("{party} said what it does with a subject: {choice}")
    labels: ClassVar[Mapping[str, str | Promise]] = {
        "hold": _("hold"),
        "share": _("share"),
        "let_go": _("let go"),
    }
    choice: str
    before: str | None
