"""What is personal here: who asks to sit at the table, and a word with the answer."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.people.models import Person
from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page
from communityup.workspace.challenges.models import Ring, Seat


def answers_seen_by(person: Person, stream: int) -> Q:
    """Return which words with an answer somebody reads: who asked, and who sits at the table of that party."""
    tables = Seat.objects.filter(person=person, challenge__stream=stream, ring=Ring.TABLE).values("party")
    return Q(seat__person=person) | Q(seat__party__in=tables)


def reasons_seen_by(person: Person, stream: int) -> Q:
    """Return which words with an answer somebody reads: who asked, and who sits at the table of that party."""
    tables = Seat.objects.filter(person=person, challenge__stream=stream, ring=Ring.TABLE).values("party")
    return Q(person=person) | Q(party__in=tables)


KINDS = (
    Kind(
        field="rings.PartAsked.words",
        label=_("a word with the answer to who asked to contribute with a party"),
        level=Level.AUTHOR,
        place="challenge__stream",
        party="party",
        url=page("rings:page"),
        seen_by=reasons_seen_by,
    ),
    Kind(
        field="rings.PlaceAsked.words",
        label=_("a word with the answer to who asked for a place at the table"),
        level=Level.AUTHOR,
        place="seat__challenge__stream",
        party="seat__party",
        url=page("rings:page"),
        seen_by=answers_seen_by,
    ),
)
OBJECTS = (
    Object(
        model="rings.PartAsked",
        owner="person",
        own=("challenge__title", "party__name", "asked_at", "agrees", "answered_at"),
        label=_("who asked to contribute with a party"),
        level=Level.AUTHOR,
    ),
    Object(
        model="rings.PlaceAsked",
        owner="seat__person",
        own=("seat__challenge__title", "asked_at", "agrees", "answered_at"),
        label=_("who asked for a place at the table of their party"),
        level=Level.AUTHOR,
    ),
)
