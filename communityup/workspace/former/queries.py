"""What do we show of who was here before."""

import datetime as dt

from django.db.models import QuerySet

from communityup.people.models import Person
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.former.models import Former


def people_of(party: Party) -> list[Person]:
    """Return who was of a party when it left and is still on the site, whom a letter reaches."""
    found = Person.objects.filter(is_guest=False, left_at=None, had_places__party=party)
    return list(found.filter(had_places__until__gte=party.left_at).order_by("pk")) if party.left_at else []


def earlier(party: Party) -> Party | None:
    """Return the party of the same organisation that left before other people came for it, if any."""
    if party.organisation_id is None:
        return None
    others = party.challenge.parties.filter(organisation=party.organisation_id, left_at__isnull=False)
    return others.exclude(pk=party.pk).order_by("-left_at").first()


def was_here_until(party: Party) -> dt.datetime | None:
    """Return until when a party took part that comes back, as it last left; None for who is here for the first time."""
    return party.former.order_by("-until").values_list("until", flat=True).first()


def places_before(person: Person) -> QuerySet[Former]:
    """Return the challenges in which somebody took part and has no place now, the last one first."""
    found = Former.objects.filter(person=person).exclude(party__challenge__seats__person=person)
    return found.select_related("party__challenge").order_by("-until", "-pk")


def was_in(challenge: Challenge, person: Person) -> Former | None:
    """Return the last place that somebody had in a challenge in which they take part no more."""
    return places_before(person).filter(party__challenge=challenge).first()
