"""What can happen to rings, places at the table, and substitutes. Nobody's name stands in a line."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class CameToTable(Event):
    """Somebody of a party came from around the table to a place at it."""

    type: ClassVar = "rings.came_to_table"
    sentence: ClassVar = _("Somebody of {party} came to sit at the table")


@dataclass(frozen=True, kw_only=True)
class PlaceAskedFor(Event):
    """Somebody around the table, whom nobody there let in before, asked to sit at it."""

    type: ClassVar = "rings.place_asked_for"
    sentence: ClassVar = _("Somebody around the table asked for a place at it, for {party}")


@dataclass(frozen=True, kw_only=True)
class PlaceAskTakenBack(Event):
    """Somebody took back that they asked for a place at the table."""

    type: ClassVar = "rings.place_ask_taken_back"
    sentence: ClassVar = _("Somebody no longer asks for a place at the table, for {party}")


@dataclass(frozen=True, kw_only=True)
class PlaceGiven(Event):
    """Somebody who asked for a place at the table got it."""

    type: ClassVar = "rings.place_given"
    sentence: ClassVar = _("Somebody who asked for it got a place at the table, for {party}")


@dataclass(frozen=True, kw_only=True)
class PlaceNotGiven(Event):
    """Somebody who asked for a place at the table did not get it now, or a yes was undone before it counted."""

    type: ClassVar = "rings.place_not_given"
    sentence: ClassVar = _("Somebody who asked for a place at the table stays around it now, for {party}")


@dataclass(frozen=True, kw_only=True)
class LeftTable(Event):
    """Somebody of a party gave up a place at the table and contributes from around it."""

    type: ClassVar = "rings.left_table"
    sentence: ClassVar = _("Somebody of {party} went from the table to around it")


@dataclass(frozen=True, kw_only=True)
class PartAskedFor(Event):
    """Somebody who follows asked a party that takes part to contribute with it; the line names neither."""

    type: ClassVar = "rings.part_asked_for"
    sentence: ClassVar = _("Somebody who follows asked a party to contribute with it")


@dataclass(frozen=True, kw_only=True)
class PartAskTakenBack(Event):
    """Somebody who follows no longer asks a party to contribute with it."""

    type: ClassVar = "rings.part_ask_taken_back"
    sentence: ClassVar = _("Somebody who follows no longer asks a party to contribute with it")


@dataclass(frozen=True, kw_only=True)
class PartGiven(Event):
    """Somebody who followed contributes with a party, around the table."""

    type: ClassVar = "rings.part_given"
    sentence: ClassVar = _("Somebody who followed contributes for {party}, around the table")


@dataclass(frozen=True, kw_only=True)
class PartNotGiven(Event):
    """A party answered somebody who follows: not now, with its reason (`commit`), which who asked reads."""

    type: ClassVar = "rings.part_not_given"
    sentence: ClassVar = _("{party} answered somebody who asked to contribute with it: not now")


@dataclass(frozen=True, kw_only=True)
class PlacesAgreed(Event):
    """All parties agreed on another number of places at the table, the same for each."""

    type: ClassVar = "rings.places_agreed"
    sentence: ClassVar = _("With the yes of {party} all parties agreed: each party has {places} places at the table")
    places: int


@dataclass(frozen=True, kw_only=True)
class SubstituteNamed(Event):
    """Somebody at the table named who acts when they are not there; that person is asked first."""

    type: ClassVar = "rings.substitute_named"
    sentence: ClassVar = _("{party} named a substitute for a place at the table")


@dataclass(frozen=True, kw_only=True)
class SubstituteAccepted(Event):
    """A substitute read the briefing and accepted the working agreement."""

    type: ClassVar = "rings.substitute_accepted"
    sentence: ClassVar = _("A substitute of {party} accepted version {number} of the working agreement")
    number: int


@dataclass(frozen=True, kw_only=True)
class SubstituteEnded(Event):
    """A place at the table has no substitute any more: it was taken back, or the substitute stopped."""

    type: ClassVar = "rings.substitute_ended"
    sentence: ClassVar = _("A place of {party} at the table has no substitute any more")
