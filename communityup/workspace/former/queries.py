"""What do we show of who was here before."""

import datetime as dt
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404

from communityup.log.queries import stream_page
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Level
from communityup.texts.queries import Placed, agreed_among, placed, read
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.challenges.permissions import Viewer, may_see
from communityup.workspace.former import permissions
from communityup.workspace.former.models import ClosedWords, Former


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


def words_of_who_left(challenge: Challenge, person: Person | None = None) -> list[Placed]:
    """Return the words that everybody would read of parties and people who left, without what was agreed (R20).

    Of one person, or of all who did not say yes. Words of a party that is there are its own, whoever wrote them.
    """
    here = Former.objects.filter(party__challenge=challenge)
    gone = set(challenge.parties.filter(left_at__isnull=False).values_list("pk", flat=True))
    seated = challenge.seats.values("person")
    people = set(here.exclude(person__in=seated).values_list("person", flat=True))
    agree = set(here.filter(open_at__isnull=False).values_list("person", flat=True)) if person is None else set()
    rows = [
        row
        for row in read(placed(stream=challenge.stream_id))
        if row.kind.level == Level.PUBLIC and not (row.hidden or row.erased or row.author in agree)
        if (row.party in gone or (row.party is None and row.author in people))
        and (person is None or row.author == person.pk)
    ]
    agreed = agreed_among([row.text for row in rows]) if rows else set()
    return [row for row in rows if row.text not in agreed]


def own_challenge(slug: str, viewer: Viewer) -> Challenge:
    """Return a challenge to who sees it, or had a place there and finds their own words (E22); raises Http404 else."""
    found = Challenge.objects.select_related("stream", "opening__current").filter(slug=slug).first()
    if found is not None and (may_see(found, viewer) or (isinstance(viewer, Person) and was_in(found, viewer))):
        return found
    raise Http404


def own_publicity(challenge: Challenge, person: Person) -> dict[str, Any]:
    """Return whether everybody may read what somebody said here who left; nothing for who is asked nothing."""
    found = Former.objects.filter(party__challenge=challenge, person=person).select_related("party__challenge")
    here = found.order_by("-until").first()
    if here is None or not permissions.decides_on_words(here):
        return {}
    closed = ClosedWords.objects.filter(challenge=challenge, text__current__author=person).count()
    if not closed and challenge.seats.filter(person=person).exists():
        return {}
    return {"here_until": here.until, "opened_at": here.open_at, "closed_words": closed}


def own_lines(challenge: Challenge, person: Person, page: str) -> Page[dict[str, Any]]:
    """Return what the log says that somebody did, the newest first; for who sees nothing else of it any more."""
    names = dict(challenge.parties.order_by().values_list("public_id", "name"))
    return stream_page(challenge.stream, names=names, page=page, by=Actor.of(person))


def places_before(person: Person) -> QuerySet[Former]:
    """Return the challenges in which somebody took part and has no place now, the last one first."""
    found = Former.objects.filter(person=person).exclude(party__challenge__seats__person=person)
    return found.select_related("party__challenge").order_by("-until", "-pk")


def was_in(challenge: Challenge, person: Person) -> Former | None:
    """Return the last place that somebody had in a challenge in which they take part no more."""
    return places_before(person).filter(party__challenge=challenge).first()
