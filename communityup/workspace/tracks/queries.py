"""What do we show of parallel tracks and of what is on the agenda; the same for everybody, but for what one can do."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.base.prepared import prepared
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.challenges.permissions import Viewer
from communityup.workspace.goals.models import Goal
from communityup.workspace.goals.queries import ON_THE_TABLE
from communityup.workspace.tasks.queries import Asked, Task
from communityup.workspace.tracks import permissions
from communityup.workspace.tracks.models import AgendaItem, Overlap, Track

TRACKS_ON_A_PAGE = 20
_OPEN = Q(settled_at=None, withdrawn_at=None)


def _tracks() -> Any:
    found = Track.objects.select_related(
        "challenge__stream", "party", "runs", "what__current", "runner__current", "period__current", "ending__current"
    )
    agenda = AgendaItem.objects.select_related("party", "settled_by", "words__current", "outcome__current")
    return found.prefetch_related(
        Prefetch("overlaps", Overlap.objects.select_related("goal__text__current")), Prefetch("agenda", agenda)
    )


def page(challenge: Challenge, number: str, *, own: Party | None) -> Page[Any]:
    """Return a page of tracks: what is running first, the newest first."""
    ordered = _tracks().filter(challenge=challenge).order_by(F("ended_at").desc(nulls_first=True), "-registered_at")
    chosen = Paginator(ordered, TRACKS_ON_A_PAGE).get_page(number)
    return Page([row(track, own=own) for track in chosen], chosen.number, chosen.paginator)


def row(track: Track, *, own: Party | None) -> dict[str, Any]:
    """Return what is shown of one track, with its agenda: what is open first."""
    agenda = sorted(track.agenda.all(), key=lambda item: (not item.is_open, item.opened_at))
    own_key, running = None if own is None else own.pk, track.ended_at is None
    return {
        "track": track,
        "goals": [overlap.goal for overlap in track.overlaps.all()],
        "agenda": agenda,
        "open": [item for item in agenda if item.is_open],
        "may_reword": running and own_key == track.party_id,
        "may_end": running and own_key in {track.party_id, track.runs_id} - {None},
        "may_raise": running and own is not None and not any(_raised(item, own) for item in agenda),
    }


def detail(track: Track, *, own: Party | None, viewer: Viewer) -> dict[str, Any]:
    """Return what the page of one track shows: its row, earlier words, other goals, and what one can settle."""
    shown, by = row(track, own=own), Actor.of(viewer) if isinstance(viewer, Person) else None
    return {
        "row": shown,
        "may_settle": {item.pk for item in shown["open"] if by is not None and permissions.may_settle(item, by)},
        "may_take_back": {item.pk for item in shown["open"] if own is not None and _raised(item, own)},
        "earlier": list(
            Version.objects.filter(text=track.what_id, erased_at=None)
            .exclude(pk=F("text__current"))
            .order_by("-number")
            .values_list("body", flat=True)
        ),
        "others": other_goals(track) if own is not None and track.ended_at is None else [],
    }


def track_of(challenge: Challenge, public_id: str) -> Track:
    """Return a track of this challenge; raises Http404 for another's."""
    return _track.or_404(challenge.pk, public_id)


@prepared
def _track(challenge: int, public_id: str) -> QuerySet[Track]:
    found: QuerySet[Track] = _tracks().filter(challenge=challenge, public_id=public_id)
    return found


def item_of(challenge: Challenge, public_id: str) -> AgendaItem:
    """Return an item of the agenda of this challenge; raises Http404 for another's."""
    return _item.or_404(challenge.pk, public_id)


@prepared
def _item(challenge: int, public_id: str) -> QuerySet[AgendaItem]:
    items = AgendaItem.objects.select_related("track__challenge__stream", "track__what__current", "words__current")
    return items.filter(track__challenge=challenge, public_id=public_id)


def goals_on_the_table(challenge: Challenge) -> list[Goal]:
    """Return the goals that a track can touch: shared and proposed ones."""
    goals = Goal.objects.select_related("text__current").filter(challenge=challenge, state__in=ON_THE_TABLE)
    return list(goals.order_by("-state", "proposed_at", "pk"))


def other_goals(track: Track) -> list[Goal]:
    """Return the goals of which nobody said yet that this track touches them."""
    known = {overlap.goal_id for overlap in track.overlaps.all()}
    return [goal for goal in goals_on_the_table(track.challenge) if goal.pk not in known]


def agenda(challenge: Challenge) -> list[dict[str, Any]]:
    """Return each track that is on the agenda, with why: the oldest first, for the overview; one query."""
    items = AgendaItem.objects.filter(_OPEN, track__challenge=challenge)
    found: dict[int, dict[str, Any]] = {}
    for item in items.select_related("track__what__current", "party", "words__current").order_by("opened_at", "pk"):
        address = reverse("tracks:track", args=[challenge.slug, item.track.public_id])
        found.setdefault(item.track_id, {"track": item.track, "url": address, "items": []})["items"].append(item)
    return list(found.values())


def state(challenge: Challenge) -> str:
    """Return in a few words what is on the agenda, for the page of the lead-in."""
    waiting = AgendaItem.objects.filter(_OPEN, track__challenge=challenge).count()
    return (
        ngettext("%(count)d on the agenda", "%(count)d on the agenda", waiting) % {"count": waiting} if waiting else ""
    )


def tasks(asked: Asked) -> list[Task]:
    """Return what these parties are asked to talk about: an overlap all of them, a friction who it is between.

    A plan on which more stands is asked about once, since the first of it.
    """
    once = {(item.waits_for, item.track_id): item for item in _waiting(asked.parties)}
    return [
        Task(
            asks=_("On the agenda: talk about it together"),
            about=str(item.track.what),
            url=reverse("tracks:track", args=[item.track.challenge.slug, item.track.public_id]),
            challenge=item.track.challenge.title,
            since=item.opened_at,
            party=item.waits_for,
        )
        for item in once.values()
    ]


@prepared
def _waiting(parties: frozenset[int]) -> QuerySet[AgendaItem, Any]:
    items = AgendaItem.objects.filter(_OPEN).annotate(waits_for=F("track__challenge__parties"))
    between = Q(waits_for=F("party")) | Q(waits_for=F("track__party")) | Q(waits_for=F("track__runs"))
    waiting = items.filter(Q(words=None) | between, waits_for__in=parties)
    return waiting.select_related("track__challenge", "track__what__current").order_by("-opened_at", "-pk")


def _raised(item: AgendaItem, own: Party) -> bool:
    return item.is_open and item.words_id is not None and item.party_id == own.pk
