"""What waits for parties about facts, for the list of tasks."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.base.prepared import prepared
from communityup.workspace.facts.models import Version
from communityup.workspace.tasks.queries import Asked, Task


def tasks(asked: Asked) -> list[Task]:
    """Return the questions of fact to which the answer comes through these parties; one query."""
    return [
        Task(
            asks=_("Can you bring in the answer?"),
            about=str(version.question),
            url=reverse("facts:answer", args=[version.card.challenge.slug, version.card.public_id]),
            challenge=version.card.challenge.title,
            since=version.source.asked.ended_at or version.asked_at,
            party=version.source.party_id,
        )
        for version in _unanswered(asked.parties)
        if version.source is not None
    ]


@prepared
def _unanswered(parties: frozenset[int]) -> QuerySet[Version]:
    waiting = Version.objects.filter(source__party__in=parties, answer=None, published_at=None, withdrawn_at=None)
    found = waiting.select_related("card__challenge", "question__current", "source__asked")
    return found.order_by("asked_at", "pk")
