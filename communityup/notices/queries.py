"""Who hears what, and what do we show of it: the registries that upper apps fill, the moments of letters, the page."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator

from communityup.base.prepared import prepared
from communityup.log.events import Event
from communityup.log.models import Line, Stream
from communityup.log.queries import sentence_of
from communityup.methods.canonical import Value
from communityup.notices.models import Listener, Notice, Rhythm
from communityup.people.models import Person
from communityup.post.queries import QUIET_UNTIL, after_quiet_hours, site_address
from communityup.texts.models import Level, Version
from communityup.texts.queries import readable

NOTICES_ON_A_PAGE = 50
WEEK_ON_PAPER, MONTH_ON_PAPER = 7, 31
MOST_ON_PAPER = 300
LONGEST_ON_PAPER = 400
MOST_COUNTED = 100
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_MONDAY, _WEEK = 0, 7


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One line of the log, as far as one needs it to say who hears about it and where to look."""

    type: str
    stream: int
    object: str
    party: str
    content: Mapping[str, Value]


Hearers = Callable[[Happening], Iterable[int]]
"""Gives the people (keys) who hear about a line. Its docstring says who they are, for the page of events."""

Address = Callable[[str, Happening], str]
"""Gives the page to look at, from the slug of the place (a challenge) and the line."""


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """Who hears about one type of event, beside its declaration; of nobody, `why_nobody` says the reason."""

    hearers: Hearers = lambda _happening: ()
    council: Hearers = lambda _happening: ()
    url: Address = lambda _slug, _happening: ""
    sentence: str | Promise = ""
    urgent: bool = False
    ends_phase: bool = False
    why_nobody: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """What a stream is about, as its owner shows it: `names` are those of the parties by their random id."""

    title: str
    slug: str
    url: str
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Source:
    """An app that owns streams: what they are about, and which (person, stream) pairs may be seen now.

    `joined` says in which of these somebody takes part, and so reads what is for who takes part alone.
    """

    places: Callable[[Collection[int]], Mapping[int, Place]]
    visible: Callable[[Collection[int], Collection[Person]], set[tuple[int, int]]]
    joined: Callable[[Collection[int], Person], set[int]] = lambda _streams, _person: set()


Titles = Callable[[Collection[str]], Mapping[str, str]]
"""Gives the title of what lines are about, by the id of their object, as everybody who sees the lines may read it."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """How the things of an app are called; a line is about its object, or about what it names as `also`.

    What is `told` stands beside the sentence on the page of messages and in letters, and not on paper alone.
    """

    titles: Titles
    also: str = ""
    told: bool = False

    def of(self, lines: Iterable[Line]) -> dict[int, str]:
        """Return what these lines are about, by the key of a line."""
        things = {line.pk: {line.object, str(line.content.get(self.also, ""))} - {""} for line in lines}
        titles = self.titles({one for ids in things.values() for one in ids}) if things else {}
        return {pk: titles[one] for pk, ids in things.items() for one in ids if one in titles}


WhomToAsk = Callable[[Collection[int]], Mapping[int, Sequence[Mapping[str, str]]]]
"""Gives whom one can ask about these streams: rows with party, name, phone, email and hours."""

_HEARINGS: dict[str, Hearing] = {}
_SOURCES: list[Source] = []
_NAMED: list[Named] = []
_TO_ASK: list[WhomToAsk] = []
_HOUSEKEEPING: set[str] = set()


def register_hearers(
    event: type[Event],
    *,
    hearers: Hearers,
    url: Address,
    council: Hearers = lambda _happening: (),
    sentence: str | Promise = "",
    urgent: bool = False,
    ends_phase: bool = False,
) -> None:
    """Say who hears about an event; called by the `notices` of an upper app, from its AppConfig.ready.

    All hearers get the same line at the same moment. `council` hears the same, but its letter waits for an event
    that `ends_phase`, unless somebody chose otherwise. `urgent` does not wait for a weekly or monthly letter.
    Without `sentence` the notice says what the log says.
    """
    _HEARINGS[event.type] = Hearing(
        hearers=hearers, council=council, url=url, sentence=sentence, urgent=urgent, ends_phase=ends_phase
    )


def register_nobody(*events: type[Event], why: str) -> None:
    """Say that nobody hears about these events, and why; so every event has been thought about."""
    for event in events:
        _HEARINGS[event.type] = Hearing(why_nobody=why)


def register_source(source: Source) -> None:
    """Let an app that owns streams say what they are about and who may see them."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def register_named(named: Named) -> None:
    """Let an app say how the things are called that its lines are about, where that is not words of their own."""
    if named not in _NAMED:
        _NAMED.append(named)


def register_to_ask(to_ask: WhomToAsk) -> None:
    """Let an app say whom one can ask, for what is printed."""
    if to_ask not in _TO_ASK:
        _TO_ASK.append(to_ask)


def register_housekeeping(*events: type[Event]) -> None:
    """Say which events are left off paper, because they only tell that something was made ready."""
    _HOUSEKEEPING.update(event.type for event in events)


def hearings() -> Mapping[str, Hearing]:
    """Return who hears about what, by the type of the event."""
    return _HEARINGS


def happening_of(line: Line) -> Happening:
    """Return what a line says."""
    return Happening(type=line.type, stream=line.stream_id, object=line.object, party=line.party, content=line.content)


def streams_to_tell() -> QuerySet[Stream]:
    """Return the streams with lines that nobody was told of yet."""
    told = Coalesce("followed__told", 0)
    return Stream.objects.alias(told_so_far=told).filter(last_n__gt=F("told_so_far")).order_by("pk")


# Moments


def moment_of(rhythm: str, at: dt.datetime, *, urgent: bool = False) -> dt.datetime | None:
    """Return when the letter about something that was told at `at` is due; None for a rhythm without a moment.

    The same for everybody with the same rhythm, so no party hears earlier (E29). Never in the quiet hours.
    """
    if rhythm == Rhythm.AT_ONCE:
        return after_quiet_hours(at)
    if rhythm == Rhythm.DAILY or (urgent and rhythm in {Rhythm.WEEKLY, Rhythm.MONTHLY}):
        return _morning(at, lambda _day: True)
    if rhythm == Rhythm.WEEKLY:
        return _morning(at, lambda day: day.weekday() == _MONDAY)
    if rhythm == Rhythm.MONTHLY:
        return _morning(at, lambda day: day.day == 1)
    return None


def _morning(at: dt.datetime, wanted: Callable[[dt.date], bool]) -> dt.datetime:
    day = at.astimezone(AMSTERDAM).date()
    while True:
        moment = dt.datetime.combine(day, dt.time(QUIET_UNTIL), tzinfo=AMSTERDAM)
        if moment > at and wanted(day):
            return moment
        day += dt.timedelta(days=1)


def people_with_letters_due(now: dt.datetime, most: int) -> list[int]:
    """Return whom a letter is due for, those first who wait longest."""
    due = Notice.objects.filter(letter=Notice.Letter.DUE, due_at__lte=now).order_by("due_at", "person_id")
    return list(dict.fromkeys(due.values_list("person_id", flat=True)[: most * 4]))[:most]


# What the page and the letters show


def places_of(streams: Collection[int]) -> dict[int, Place]:
    """Return what these streams are about, of every app that owns some of them."""
    return {stream: place for source in _SOURCES for stream, place in source.places(streams).items()}


def visible_to(people: Collection[Person], streams: Collection[int]) -> set[tuple[int, int]]:
    """Return which of these people may see which of these streams now, as (person, stream)."""
    return {pair for source in _SOURCES for pair in source.visible(streams, people)}


def row(line: Line, place: Place) -> dict[str, Any]:
    """Return what is shown of one line: its sentence in the active language, its time and where to look."""
    happening = happening_of(line)
    hearing = _HEARINGS.get(line.type, Hearing())
    sentence = str(hearing.sentence) or sentence_of(bytes(line.bytes), place.names)
    return {
        "sentence": sentence,
        "time": dt.datetime.fromtimestamp(line.time / 1000, tz=dt.UTC),
        "url": hearing.url(place.slug, happening) or place.url,
    }


def titles_of(lines: Collection[Line]) -> dict[int, str]:
    """Return what these lines are about, where many of one kind say the same (which session), by the key of a line."""
    return {key: title for source in _NAMED if source.told for key, title in source.of(lines).items()}


def own_notices(person: Person) -> QuerySet[Notice]:
    """Return the notices of somebody about what they may see now, the newest first."""
    own = Notice.objects.filter(person=person)
    streams = list(own.order_by().values_list("stream_id", flat=True).distinct())
    seen = [stream for _person, stream in visible_to([person], streams)]
    return own.filter(stream_id__in=seen).select_related("line").order_by("-line_id")


def messages_page(person: Person, page: str) -> dict[str, Any]:
    """Return one page of somebody's notices in days, each with its places; and up to which one it goes."""
    chosen = Paginator(own_notices(person), NOTICES_ON_A_PAGE).get_page(page)
    newest = chosen.object_list[0].line_id if chosen.object_list else 0
    return {"days": in_days(chosen), "page_obj": chosen, "newest": newest}


def days_on_paper(person: Person, wanted: str) -> int:
    """Return of how many days somebody prints: what they chose, or what goes with how often they want mail."""
    if wanted not in {"week", "maand"}:
        wanted = "maand" if rhythm_of(person) in {Rhythm.MONTHLY, Rhythm.PHASE, Rhythm.SITE} else "week"
    return {"week": WEEK_ON_PAPER, "maand": MONTH_ON_PAPER}[wanted]


def on_paper(
    person: Person,
    *,
    length: int = MONTH_ON_PAPER,
    stream: int | None = None,
    together_with: Person | None = None,
) -> dict[str, Any]:
    """Return the notices of the last days on one page, to print, with the words they are about and whom to ask.

    With `stream` of one place alone; and for who prints it for somebody (`together_with`) only what that one heard too.
    """
    since = timezone.now() - dt.timedelta(days=length)
    wanted = own_notices(person).filter(at__gte=since).exclude(line__type__in=_HOUSEKEEPING)
    if stream is not None:
        wanted = wanted.filter(stream=stream)
    if together_with is not None:
        wanted = wanted.filter(line__in=Notice.objects.filter(person=together_with).values("line"))
    found = list(wanted[: MOST_ON_PAPER + 1])
    shown = found[:MOST_ON_PAPER]
    readers = [person, *([together_with] if together_with else [])]
    words, days = words_of([one.line for one in shown], readers), in_days(shown)
    for one in (one for day in days for one in day["places"]):
        one["rows"] = together(one["rows"], words)
    here = {one.stream_id for one in shown}  # each of them seen now, as `own_notices` asks
    if stream is not None and not here:
        here = {one for _person, one in visible_to([person], [stream])}
    told = {"since": since, "is_month": length == MONTH_ON_PAPER, "more": len(found) > MOST_ON_PAPER}
    return {**told, "days": days, "to_ask": whom_to_ask(here)}


def together(rows: Sequence[Mapping[str, Any]], words: Mapping[int, Sequence[str]]) -> list[dict[str, Any]]:
    """Return rows with the words they are about: those that say the same one after another as one, with a count."""
    found: list[dict[str, Any]] = []
    for sentence, alike in groupby(rows, key=itemgetter("sentence")):
        same = list(alike)
        said = dict.fromkeys(tuple(words.get(row["line"], ())) for row in same)
        found.append({**same[0], "sentence": sentence, "count": len(same), "words": [one for one in said if one]})
    return found


def words_of(lines: Sequence[Line], readers: Sequence[Person]) -> dict[int, list[str]]:
    """Return the words behind these lines as they are now, by the key of a line: what it is about, and what was said.

    Only what each of these readers may read there: what is for who takes part only where all of them do, and nothing
    that was hidden, taken away, or waits to be shown. A line that leads to nobody keeps its words to their own page.
    """
    told = [line for line in lines if line.party or line.actor or line.role == "job"]
    objects, streams = {line.object for line in told}, {line.stream_id for line in told}
    first: dict[tuple[int, str], str] = {}
    earlier = Line.objects.filter(stream__in=streams, object__in=objects).exclude(commit="").order_by("-n")
    for place, thing, commit in earlier.values_list("stream_id", "object", "commit"):
        first[place, thing] = commit
    current = _words_now({*first.values(), *(line.commit for line in told)} - {""}, streams, readers)
    named = {key: title for source in _NAMED for key, title in source.of(told).items()}
    found: dict[int, list[str]] = {}
    for line in told:
        begun = first.get((line.stream_id, line.object), "")
        about = named.get(line.pk) or current.get((line.stream_id, begun))
        said = current.get((line.stream_id, line.commit))
        found[line.pk] = [Truncator(one).chars(LONGEST_ON_PAPER) for one in dict.fromkeys([about, said]) if one]
    return found


def _words_now(commits: Collection[str], streams: Collection[int], readers: Sequence[Person]) -> dict[Any, str]:
    """Return the words now of the texts that these commitments belong to, by stream and commitment; two queries."""
    joined = set(streams)
    for person in readers:
        joined &= {stream for source in _SOURCES for stream in source.joined(streams, person)}
    texts: dict[int, list[str]] = {}
    for commit, text in Version.objects.filter(commit__in=commits).values_list("commit", "text_id"):
        texts.setdefault(text, []).append(commit)
    return {
        (one.stream, commit): one.words
        for one in readable(texts, streams)
        if one.kind.level == Level.PUBLIC or one.stream in joined
        for commit in texts[one.text]
    }


def whom_to_ask(streams: Collection[int]) -> list[dict[str, Any]]:
    """Return for each of these places where to ask and to read on: who says how to be reached, and its address.

    Only for places that who reads it sees now: what somebody tells of how to be reached goes no further.
    """
    people = {stream: rows for source in _TO_ASK for stream, rows in source(streams).items()}
    places = places_of(streams)
    return [
        {"title": places[one].title, "people": people.get(one, []), "address": site_address() + places[one].url}
        for one in sorted(places)
    ]


def in_days(notices: "Iterable[Notice] | Page[Notice]") -> list[dict[str, Any]]:
    """Return notices by day and within a day by place, in the order in which they come."""
    found = list(notices)
    places = places_of({notice.stream_id for notice in found})
    titles = titles_of([notice.line for notice in found])
    days: dict[dt.date, dict[int, list[dict[str, Any]]]] = {}
    for notice in found:
        if notice.stream_id in places:
            shown = row(notice.line, places[notice.stream_id]) | {"unread": notice.read_at is None}
            shown |= {"line": notice.line_id, "about": titles.get(notice.line_id, "")}
            by_place = days.setdefault(timezone.localdate(shown["time"]), {})
            by_place.setdefault(notice.stream_id, []).append(shown)
    return [
        {"day": day, "places": [{"place": places[stream], "rows": rows} for stream, rows in by_place.items()]}
        for day, by_place in days.items()
    ]


def unread_of(request: HttpRequest) -> int:
    """Return how many notices somebody has not read, for the header: one query, which stops at a hundred."""
    return len(_unread(request.user.pk)) if isinstance(request.user, Person) else 0


@prepared
def _unread(person: int) -> QuerySet[Notice, int]:
    return Notice.objects.filter(person=person, read_at=None).order_by().values_list("pk", flat=True)[:MOST_COUNTED]


def rhythm_of(person: Person) -> str:
    """Return how often somebody wants mail, as far as they chose; once a day otherwise."""
    return Listener.objects.filter(person=person).values_list("rhythm", flat=True).first() or Rhythm.DAILY
