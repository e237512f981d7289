"""What we hand out to somebody alone: all that is kept of them, and a calendar of all that is dated for them.

The calendar goes to one of their choice, often of somebody else. So it holds titles, days and links: no words of an
agreement, no place, and nobody's name.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from communityup.gatherings.queries import GONE, PAST
from communityup.network.calendars import exports as networks
from communityup.people.models import Person
from communityup.post.exports import Entry, subscription
from communityup.texts.models import SetAside, Version
from communityup.texts.queries import labels_of, own_rows
from communityup.workspace.acquaintance import exports as acquaintance
from communityup.workspace.acquaintance.models import Visit
from communityup.workspace.agreements import exports as agreements
from communityup.workspace.agreements.models import Agreement
from communityup.workspace.challenges.models import Challenge, Clock, Party
from communityup.workspace.challenges.permissions import joined_by
from communityup.workspace.course import exports as course
from communityup.workspace.course.models import Route
from communityup.workspace.door import exports as door
from communityup.workspace.door.models import Deadline

MOST = 500


def own_data(person: Person) -> dict[str, Any]:
    """Return all that is kept of somebody: their account, every version of their own words, and what else there is.

    Their words also while they are hidden; never words, names or addresses of others.
    """
    account = {"email": person.email, "name": person.display_name, "language": person.language}
    return {
        "account": {**account, "joined_at": person.joined_at},
        "words": _own_words(person),
        "kept": [{"what": label, "rows": rows} for label, rows in own_rows(person)],
    }


def _own_words(person: Person) -> list[dict[str, Any]]:
    labels = labels_of(person)
    aside = dict(SetAside.objects.filter(version__author=person).values_list("version", "body"))
    written = Version.objects.filter(author=person, erased_at=None).order_by("written_at", "pk")
    return [
        {
            "what": labels.get(one.text_id, ""),
            "version": one.number,
            "words": aside.get(one.pk, one.body),
            "written_at": one.written_at,
            "hidden": one.hidden_at is not None,
        }
        for one in written
    ]


def calendar(person: Person) -> bytes:
    """Return somebody's own calendar, in their language; ten queries, for little or for much."""
    with override(person.language):
        own = [*networks.entries_of(person), *_agreements(person), *_visits(person), *_deadlines(person)]
        return subscription([*own, *_reviews(person)], name=_("My calendar of Community-up"))


def _agreements(person: Person) -> Iterator[Entry]:
    """Yield the days of what the parties promised, or were promised, for which somebody has a place."""
    own = person.seats.filter(party__state=Party.State.ACTIVE).values("party")
    found = Agreement.objects.filter(Q(promised_by__in=own) | Q(promised_to__in=own), standing__due__gte=_since())
    told = found.filter(Q(standing__ends=False) | Q(standing__agreed_at__gt=timezone.now() - GONE))
    chosen = list(told.select_related("challenge", "standing").order_by("-standing__due", "-pk")[:MOST])
    running = Clock.of_each({one.challenge_id for one in chosen})
    return (entry for one in chosen for entry in agreements.entries(one, running[one.challenge_id]))


def _visits(person: Person) -> Iterator[Entry]:
    """Yield the visits to each other's place in the challenges in which somebody takes part."""
    now = timezone.now()
    found = Visit.objects.filter(challenge__in=joined_by(person), ends_at__gt=now - PAST)
    told = found.filter(Q(cancelled_at=None) | Q(cancelled_at__gt=now - GONE))
    return (acquaintance.entry(one) for one in told.select_related("challenge").order_by("-begins_at", "-pk")[:MOST])


def _deadlines(person: Person) -> Iterator[Entry]:
    """Yield until when a body answers a formal request, by law, in the challenges in which somebody takes part."""
    found = Deadline.objects.filter(request__challenge__in=joined_by(person), replaced_by=None, day__gte=_since())
    told = found.filter(Q(request__withdrawn_at=None) | Q(request__withdrawn_at__gt=timezone.now() - GONE))
    counted = told.annotate(earlier=Count("request__deadlines") - 1).select_related("request__challenge")
    return (door.entry(one, sequence=one.earlier) for one in counted.order_by("-day", "-pk")[:MOST])


def _reviews(person: Person) -> Iterator[Entry]:
    """Yield the days on which all look again at a route, in the challenges in which somebody takes part."""
    joined = Challenge.objects.filter(pk__in=joined_by(person).values("pk"), routes__current__isnull=False).distinct()
    clocks = Clock.of_each(joined.values_list("pk", flat=True))
    in_force = Count("versions", filter=Q(versions__in_force_at__isnull=False))
    found = Route.objects.filter(challenge__in=list(clocks)).annotate(in_force=in_force)
    for one in found.select_related("challenge", "current").order_by("-pk")[:MOST]:
        entry = course.entry(one, clocks[one.challenge_id], versions=one.in_force)
        if entry is not None and entry.begins >= _since():
            yield entry


def _since() -> dt.date:
    return timezone.localdate() - PAST
