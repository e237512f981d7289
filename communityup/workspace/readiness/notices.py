"""Who hears about being ready: of a round of all parties everybody at the same moment, of a party's own its own people.

The lines of a party's own round stand in a stream of its own: its place and who sees it are told here.
"""

from collections.abc import Collection

from django.urls import reverse

from communityup.notices.queries import Happening, Place, Source, register_source
from communityup.people.models import Person
from communityup.workspace.challenges.models import Seat
from communityup.workspace.challenges.notices import everybody, page, tell_everybody
from communityup.workspace.readiness import events
from communityup.workspace.readiness.models import Check


def register() -> None:
    """Say who hears about a round; called in AppConfig.ready."""
    here = page("readiness:check", of_object=True)
    register_source(Source(places=places, visible=visible))
    tell_everybody(events.RoundOpened, events.RoundClosed, url=here, hearers=hearers, urgent=True)
    tell_everybody(
        events.PartyAnswered,
        events.AnswerTakenBack,
        events.WordsShared,
        events.WordsTakenBack,
        events.OutcomeTold,
        events.StepTold,
        events.RoundEnded,
        url=here,
        hearers=hearers,
    )


def hearers(happening: Happening) -> set[int]:
    """Everybody in the challenge; of a party's own round its own people (B35)."""
    own = Seat.objects.filter(party__checks__asked__stream_id=happening.stream)
    return {*everybody(happening), *own.values_list("person_id", flat=True)}


def places(streams: Collection[int]) -> dict[int, Place]:
    """Return what the streams of parties' own rounds are about; one query."""
    found = Check.objects.filter(party__isnull=False, asked__stream_id__in=streams)
    return {
        check.asked.stream_id: Place(
            title=check.challenge.title,
            slug=check.challenge.slug,
            url=reverse("readiness:page", args=[check.challenge.slug]),
            names={} if check.party is None else {check.party.public_id: check.party.name},
        )
        for check in found.select_related("challenge", "party", "asked")
    }


def visible(streams: Collection[int], people: Collection[Person]) -> set[tuple[int, int]]:
    """Return which of these people may see which parties' own rounds; one query."""
    found = Seat.objects.filter(
        person_id__in=[one.pk for one in people], party__checks__asked__stream_id__in=streams
    ).values_list("person_id", "party__checks__asked__stream_id")
    return set(found)
