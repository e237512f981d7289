"""What do we show of reading over: who took a practice on, the way to take it on or leave it, and what waits for it."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from communityup.base.prepared import prepared
from communityup.network.library.models import Practice
from communityup.network.members.models import Delegate
from communityup.network.reviews.models import READS_FOR, Reading
from communityup.network.reviews.permissions import holds

# The way from a practice to the people of every member of its network.
READER = "network__members__delegates__person"


def reading_of(practice: Practice, own: Delegate | None) -> dict[str, Any]:
    """Return who reads a practice over now and until when; and for who may, where they take it on or leave it."""
    found = Reading.objects.select_related("member").filter(practice=practice).first()
    args = [practice.network.slug, practice.public_id]
    if found is None or not holds(found, practice):
        return {"take_url": reverse("reviews:take_on", args=args)}
    mine = own is not None and own.member_id == found.member_id
    told = {"name": found.member.name, "until": found.until, "mine": mine}
    return {**told, "leave_url": reverse("reviews:leave", args=args) if mine else ""}


def to_read(emails: frozenset[str]) -> list[dict[str, Any]]:
    """Return how many practices wait for a reader, for the people of every member that can be it; one query."""
    found = dict[tuple[str, str], dict[str, Any]]()
    for *told, writes, reads in _unread(emails, timezone.now() - READS_FOR):
        row = dict(zip(("slug", "network", "email", "title", "public_id", "since"), told, strict=True))
        if writes is None or writes != reads:
            found.setdefault((row["slug"], row["email"]), {**row, "count": 0})["count"] += 1
    return list(found.values())


@prepared
def _unread(emails: frozenset[str], taken_since: dt.datetime) -> QuerySet[Practice, tuple[Any, ...]]:
    """Return what waits for each reader, with the organisations of who wrote and who reads.

    Nobody reads over what they or their organisation wrote, as `library.permissions.own_reviewer` says. What a member
    took on after this moment is no task for the others as long as that holds (`permissions.holds`).
    """
    asked = Practice.objects.filter(state=Practice.State.REVIEW, member__isnull=False)
    asked = asked.filter(network__members__left_at=None, **{f"{READER}__email__in": emails})
    of_writer = Exists(Delegate.objects.filter(member=OuterRef("member"), person=OuterRef(READER)))
    others = asked.alias(writes=of_writer).filter(writes=False).order_by("changed_at", "pk")
    taken = Reading.objects.filter(practice=OuterRef("pk"), since__gte=OuterRef("changed_at"), member__left_at=None)
    taken = taken.filter(since__gt=taken_since).exclude(member=OuterRef("network__members"))
    others = others.alias(taken=Exists(taken)).filter(taken=False)
    names = ("network__slug", "network__name", f"{READER}__email", "title", "public_id", "changed_at")
    return others.values_list(*names, "member__organisation", "network__members__organisation")
