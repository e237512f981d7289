"""What do we show of what went before: every account with the readings beside it, alike for everybody (E3).

The list follows what happened, as far as a year was told, and never who spoke first (E16). A promise shows how it
stands in the eyes of each side; nothing is counted per party (E20), and nobody is late (R19).
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communityup.base.prepared import prepared
from communityup.people.models import Person
from communityup.texts.models import Version
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.challenges.permissions import Viewer
from communityup.workspace.history.models import Entry, Reading
from communityup.workspace.history.permissions import mark_of
from communityup.workspace.tasks.queries import Asked, Task

ENTRIES_ON_A_PAGE = 20
_NAMELESS = 0


def _entries() -> Any:
    found = Entry.objects.select_related("challenge__stream", "party", "concerns", "text__current", "when__current")
    return found.prefetch_related("readings__party", "readings__text__current")


def page(
    challenge: Challenge, number: str, *, own: Party | None, place: Party | None = None, viewer: Viewer
) -> Page[Any]:
    """Return a page of entries in the order of the years that were told; each as `row` gives it."""
    ordered = _entries().filter(challenge=challenge).order_by(F("year").asc(nulls_last=True), "told_at", "pk")
    chosen = Paginator(ordered, ENTRIES_ON_A_PAGE).get_page(number)
    return Page([row(entry, own=own, place=place, viewer=viewer) for entry in chosen], chosen.number, chosen.paginator)


def row(entry: Entry, *, own: Party | None, place: Party | None = None, viewer: Viewer) -> dict[str, Any]:
    """Return what is shown of one entry; only what one can do differs between viewers.

    Who has a place in any ring, for the party `place`, tells; for the party `own` one acts at the table.
    """
    readings = list(entry.readings.all())
    author = None if entry.text.current is None else entry.text.current.author_id
    told = author is not None and isinstance(viewer, Person) and author == viewer.pk
    live, mine = entry.withdrawn_at is None, next((one for one in readings if own and one.party_id == own.pk), None)
    said = {one.party_id or _NAMELESS for one in readings if one.withdrawn_at is None}
    reads = live and own is not None and (entry.has_follow_up or entry.party_id != own.pk)
    return {
        "entry": entry,
        "readings": [{"said": one, "before": entry.said_before(one)} for one in readings],
        "settled": _settled(entry, readings),
        "silent": _silent(entry, said) if live and entry.has_follow_up else [],
        "own_reading": mine if mine is not None and mine.withdrawn_at is None else None,
        "may_read": reads,
        "may_change": told and live and place is not None and entry.party_id == place.pk,
        "may_take_back": told and live,
        "may_tell_on": told and live and entry.party_id is None and place is not None,
        "own_stand": told and _NAMELESS in said,
    }


def entry_of(challenge: Challenge, public_id: str) -> Entry:
    """Return an entry of this challenge; raises Http404 for another's."""
    return _entry.or_404(challenge.pk, public_id)


@prepared
def _entry(challenge: int, public_id: str) -> QuerySet[Entry]:
    found: QuerySet[Entry] = _entries().filter(challenge=challenge, public_id=public_id)
    return found


def reading_of(entry: Entry, own: Party | None) -> Reading:
    """Return the reading of one's own party (None: of who gave no name) that stands; raises Http404 without one."""
    found = next((one for one in entry.readings.all() if one.party == own and one.withdrawn_at is None), None)
    if found is None:
        raise Http404
    return found


def said_by(entry: Entry, own: Party | None) -> dict[str, Any]:
    """Return what one's own party (None: who gave no name) said of an entry, with its mark, to change it."""
    said = next((one for one in entry.readings.all() if one.party == own and one.withdrawn_at is None), None)
    before = {} if said is None else {"words": str(said.text), "stand": said.stand}
    return {**before, "seen": mark_of(said)}


def earlier_words(entry: Entry) -> list[dict[str, Any]]:
    """Return what an entry and its readings said before, the latest first: whose it is, and the words."""
    texts = {entry.text_id: entry.party, **{one.text_id: one.party for one in entry.readings.all()}}
    older = Version.objects.filter(text__in=texts, erased_at=None).exclude(pk=F("text__current"))
    rows = older.order_by("-written_at", "-pk").values_list("text_id", "body", "written_at")
    return [{"party": texts[pk], "words": words, "at": at} for pk, words, at in rows]


def is_settled(entry: Entry) -> bool:
    """Say whether all who are involved said that it is settled for them, and two voices at least.

    Involved are who told it and the party that it concerns, as long as these take part; where only one of them does,
    any other party says so with it. One voice never settles anything, and what was said about earlier words neither.
    """
    return _settled(entry, Reading.objects.filter(entry=entry))


def _settled(entry: Entry, readings: Iterable[Reading]) -> bool:
    live = [one for one in readings if one.withdrawn_at is None and not entry.said_before(one)]
    stands = [one for one in live if one.stand == Reading.Stand.SETTLED]
    voices = {one.party_id or _NAMELESS for one in stands}
    return entry.withdrawn_at is None and len(voices) > 1 and _involved(entry) <= voices


def _involved(entry: Entry) -> set[int]:
    sides = {one.pk for one in (entry.party, entry.concerns) if one is not None and one.state == Party.State.ACTIVE}
    if entry.party is None and entry.text.current is not None and entry.text.current.author_id is not None:
        sides.add(_NAMELESS)
    return sides


def _silent(entry: Entry, said: Collection[int]) -> list[Party]:
    """Return the party that an entry concerns, when it takes part and has not said how it sees it."""
    party = entry.concerns
    waits = party is not None and party.state == Party.State.ACTIVE and party.pk not in said
    return [party] if party is not None and waits else []


def state(challenge: Challenge) -> str:
    """Return in a few words how much was told, for the page of the lead-in."""
    told = Entry.objects.filter(challenge=challenge, withdrawn_at=None).count()
    return ngettext("%(count)d account", "%(count)d accounts", told) % {"count": told} if told else ""


def tasks(asked: Asked) -> list[Task]:
    """Return what these parties are asked about: old promises that concern them, and what another calls settled."""
    waiting, said = _with_follow_up(asked.parties), dict[int, list[Reading]]()
    for one in _standing(frozenset(entry.pk for entry in waiting)) if waiting else ():
        said.setdefault(one.entry_id, []).append(one)
    return [task for entry in waiting for task in _tasks(entry, said.get(entry.pk, ()), asked.parties)]


@prepared
def _with_follow_up(parties: frozenset[int]) -> QuerySet[Entry]:
    sides = Q(concerns__in=parties) | Q(party__in=parties)
    found = Entry.objects.filter(sides, withdrawn_at=None).exclude(kind=Entry.Kind.EVENT)
    return found.select_related("challenge", "text__current").order_by("told_at", "pk")


@prepared
def _standing(entries: frozenset[int]) -> QuerySet[Reading]:
    return Reading.objects.filter(entry__in=entries, withdrawn_at=None)


def _tasks(entry: Entry, said: Iterable[Reading], parties: Collection[int]) -> Iterable[Task]:
    live = {one.party_id: one for one in said if not entry.said_before(one)}
    for party in dict.fromkeys(pk for pk in (entry.party_id, entry.concerns_id) if pk is not None and pk in parties):
        mine = live.get(party)
        calls = [
            one.told_at
            for pk, one in live.items()
            if pk != party and one.stand == Reading.Stand.SETTLED and (mine is None or mine.told_at < one.told_at)
        ]
        if calls and (mine is None or mine.stand != Reading.Stand.SETTLED):
            yield _task(entry, party, _("Is this settled for your party too?"), since=min(calls))
        elif mine is None and party == entry.concerns_id:
            yield _task(entry, party, _("How does your party see this now?"), since=entry.reworded_at or entry.told_at)


def _task(entry: Entry, party: int, asks: str, *, since: Any) -> Task:
    return Task(
        asks=asks,
        about=str(entry.text),
        url=reverse("history:entry", args=[entry.challenge.slug, entry.public_id]),
        challenge=entry.challenge.title,
        since=since,
        party=party,
    )
