"""What is personal here: why parties end somebody's reading along, and who of a party wants it to go, and why."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communityup.people.models import Person
from communityup.texts.models import Level
from communityup.texts.queries import Kind, Object, page
from communityup.workspace.challenges.models import Seat


def departures_seen_by(person: Person, stream: int) -> Q:
    """Return which words about going somebody reads: those of their own party."""
    return Q(party__in=Seat.objects.filter(person=person, challenge__stream=stream).values("party"))


KINDS = (
    Kind(
        field="leaving.ObserverEnd.reason",
        label=_("why a party asks to end the reading along of an observer"),
        level=Level.PUBLIC,
        place="challenge__stream",
        party="party",
        url=page("council:page"),
    ),
    Kind(
        field="leaving.Departure.words",
        label=_("why somebody wants their party to go, as long as it did not go"),
        level=Level.AUTHOR,
        also=_("everybody of that party"),
        place="party__challenge__stream",
        party="party",
        url=page("leaving:party"),
        seen_by=departures_seen_by,
    ),
)
OBJECTS = (
    Object(
        model="leaving.Departure",
        owner="asked_by",
        own=("party__name", "party__challenge__title", "asked_at", "went_at", "taken_back_at"),
        label=_("who asked their party to go"),
        level=Level.AUTHOR,
        also=_("everybody of that party"),
    ),
)
