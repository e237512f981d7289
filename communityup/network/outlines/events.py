"""What can happen to first sketches of a network."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class SketchShown(Event):
    """A member, or who coordinates, put a first sketch before the network, and perhaps said what they want to hear."""

    type: ClassVar = "outlines.sketch_shown"
    sentence: ClassVar = _("A first sketch was put before the network")
    asks_commit: str | None


@dataclass(frozen=True, kw_only=True)
class SketchRevised(Event):
    """A first sketch has a next version, `number`, perhaps with what was done with the reactions to the last one."""

    type: ClassVar = "outlines.sketch_revised"
    sentence: ClassVar = _("A first sketch of the network has a new version: {number}")
    number: int
    asks_commit: str | None
    done_commit: str | None


@dataclass(frozen=True, kw_only=True)
class SketchEnded(Event):
    """A first sketch is no longer a sketch, or was withdrawn; its versions and reactions stay to be read."""

    type: ClassVar = "outlines.sketch_ended"
    sentence: ClassVar = _("A first sketch of the network: {outcome}")
    labels: ClassVar = {"final": _("no longer a sketch"), "withdrawn": _("withdrawn")}
    outcome: str


@dataclass(frozen=True, kw_only=True)
class SketchOpenedAgain(Event):
    """A first sketch that was ended is one again, with its versions and reactions; what was said of its end is gone."""

    type: ClassVar = "outlines.sketch_opened_again"
    sentence: ClassVar = _("A first sketch of the network is open for reactions again")


@dataclass(frozen=True, kw_only=True)
class SketchReaction(Event):
    """Somebody reacted to version `number` of a first sketch, `sketch`."""

    type: ClassVar = "outlines.reacted"
    sentence: ClassVar = _("Somebody reacted to version {number} of a first sketch of the network")
    sketch: str
    number: int


@dataclass(frozen=True, kw_only=True)
class SketchReactionChanged(Event):
    """Somebody gave a reaction to version `number` of a first sketch, `sketch`, other words."""

    type: ClassVar = "outlines.reaction_changed"
    sentence: ClassVar = _("Somebody changed a reaction to version {number} of a first sketch of the network")
    sketch: str
    number: int


@dataclass(frozen=True, kw_only=True)
class SketchReactionTakenBack(Event):
    """Somebody took a reaction to version `number` of a first sketch, `sketch`, back; the words are gone."""

    type: ClassVar = "outlines.reaction_taken_back"
    sentence: ClassVar = _("Somebody took a reaction to version {number} of a first sketch of the network back")
    sketch: str
    number: int
