"""What can happen when people introduce themselves before a session. No line tells who."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class Introduced(Event):
    """Somebody with a place introduced themselves to who comes to a session, as a substitute or not."""

    type: ClassVar = "continuity.introduced"
    sentence: ClassVar = _("Somebody introduced themselves to who comes to a session: {way}")
    labels: ClassVar = {"substitute": _("as a substitute"), "self": _("in their own place")}
    way: str


@dataclass(frozen=True, kw_only=True)
class IntroductionTakenBack(Event):
    """Somebody took their introduction before a session back; the words are gone."""

    type: ClassVar = "continuity.introduction_taken_back"
    sentence: ClassVar = _("Somebody took their introduction before a session back")
