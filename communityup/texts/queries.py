"""What kinds of words there are: one declaration per kind, from which follow its publicity, its place and its owner.

Every app that keeps words declares them in its `privacy.py` and registers them in AppConfig.ready; docs/publicity.md
is made from these declarations.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from communityup.base.prepared import prepared
from communityup.log.models import Stream
from communityup.methods.dutch import stems
from communityup.people.models import Person
from communityup.texts.models import Level, Stem, Text, Version

MOST_WORDS = 8
MOST_FRESH = 500  # texts that the index does not know yet
FEW_KINDS = 10  # are asked as quickly as which of them are there
# Words for fewer people than those who take part get no stems at all.
SEARCHED = frozenset({Level.PUBLIC, Level.CHALLENGE})
Address = Callable[[str, str], str]
"""Gives the page where words stand, from the slug of the challenge and the id of their object."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of words. Paths are lookups from the model that holds them.

    `field` is "app.Model.field"; `place` leads to the stream of the challenge where they stand, `object` to the random
    id that their page needs, `party` to the party, or the member of a network, in whose name they were said
    (empty: a person speaks); `told` to the party that stands with what a person says, where that person chose so.
    `shown` says which of them everybody of `level` can read now, where that depends on a state (a draft, a closed
    session); without it all of them. What is not shown is not searched and cannot be reported. `is_searched` is false
    for words that one finds in another way. `agreed` says which of them are part of what was agreed: these keep their
    wording, and nobody takes them back. `take_back` is the action by which their author does so; `changed` what the
    app does when words were hidden, came back or went (it gets the text, inside that transaction). `seen_by` says of
    words that only some read which of them this person reads in this stream: who reads them can report them.
    """

    field: str
    label: Any
    level: Level
    place: str
    url: Address
    object: str = ""
    party: str = ""
    told: str = ""
    also: Any = ""
    shown: Q | None = None
    is_searched: bool = True
    agreed: Q | None = None
    take_back: Callable[[Text, Any], None] | None = None
    changed: Callable[[Text], None] = lambda _text: None
    seen_by: Callable[[Person, int], Q] | None = None

    @property
    def holders(self) -> QuerySet[Any]:
        """Return all that holds words of this kind."""
        app, name, _field = self.field.split(".")
        return QuerySet(apps.get_model(app, name))

    @property
    def path(self) -> str:
        """Return the name of the field on that model."""
        return self.field.rpartition(".")[2]

    @property
    def can_be_found(self) -> bool:
        """Say whether a search looks among words of this kind."""
        return self.is_searched and self.level in SEARCHED


@dataclass(frozen=True, kw_only=True)
class Object:
    """Something else about people than words, for the same table: who may read it, and why.

    `own` are the fields that somebody gets who asks for what is kept of them: of the rows to whose person `owner`
    leads, or whose address, that they proved, `address` is. Of the rows in which they stand in for somebody else
    (`stands_in`) they get `stood_in`, or the same. Never words or names of others, and never a secret.
    """

    model: str
    label: Any
    level: Level
    also: Any = ""
    owner: str = ""
    address: str = ""
    own: tuple[str, ...] = ()
    stands_in: str = ""
    stood_in: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Placed:
    """Words with their place: of which kind, in which stream, on which page, in whose name, told with which party."""

    kind: Kind
    text: int
    public_id: str
    words: str
    stream: int
    object: str
    party: int | None
    told: int | None
    hidden: bool
    erased: bool
    author: int | None

    def url(self, slug: str) -> str:
        """Return the page where these words stand."""
        return self.kind.url(slug, self.object)


def page(url_name: str, *, of_object: bool = False) -> Address:
    """Return how to find a page of a challenge, or with `of_object` the page of what holds the words."""

    def address(slug: str, object_id: str) -> str:
        return reverse(url_name, args=[slug, object_id] if of_object else [slug])

    return address


_HEADING = re.compile(r"^## +", re.MULTILINE)
_KINDS: dict[str, Kind] = {}
_OBJECTS: dict[str, Object] = {}
_REFERENCES: set[str] = set()
_ALONG: list[Callable[[Collection[int]], None]] = []


def register_kinds(*kinds: Kind) -> None:
    """Declare kinds of words; called in AppConfig.ready."""
    _KINDS.update({kind.field: kind for kind in kinds})


def register_references(*fields: str) -> None:
    """Say which fields only point to words that stand elsewhere: they are no kind of their own."""
    _REFERENCES.update(fields)


def register_objects(*objects: Object) -> None:
    """Declare what else about people is kept, and who may read it."""
    _OBJECTS.update({one.model: one for one in objects})


def register_along(take: Callable[[Collection[int]], None]) -> None:
    """Say what an app deletes, of what it keeps about these texts (by key), when they are deleted for good."""
    _ALONG.append(take)


def along() -> Sequence[Callable[[Collection[int]], None]]:
    """Return what goes along with texts that are deleted for good."""
    return _ALONG


def kinds() -> Mapping[str, Kind]:
    """Return every kind of words by its field."""
    return _KINDS


def objects() -> Mapping[str, Object]:
    """Return everything else that was declared, by its model."""
    return _OBJECTS


def placed(
    *, chosen: Iterable[Kind] | None = None, only_shown: bool = False, **wanted: Any
) -> QuerySet[Any, dict[str, Any]]:
    """Return words with their place as one query over all kinds, however many there are.

    `wanted` are lookups: `stream` or `text`, or what begins with `text__`; with `only_shown` no words that wait until
    they are shown. Read the rows with `read`. Of many kinds in one `stream` a query before it says of which there is
    anything: asking about all others too takes three to twenty times as long.
    """
    asked = list(_KINDS.values() if chosen is None else chosen)
    if "stream" in wanted and len(asked) > FEW_KINDS:
        asked = _there(asked, wanted["stream"]) or asked[:1]
    return _union(asked, wanted, only_shown=only_shown)


def read(rows: Iterable[Mapping[str, Any]]) -> list[Placed]:
    """Return what stands in rows of `placed`, one per text: words at two places stand where most people read them.

    The rows come in any order: PostgreSQL gives those of a union as they are ready. The marks of headings are left out.
    """
    found: dict[int, Placed] = {}
    for row in rows:
        one = Placed(
            kind=_KINDS[row["placed_kind"]],
            text=row["placed_text"],
            public_id=row["placed_public_id"],
            words=plain(row["placed_words"] or ""),
            stream=row["placed_stream"],
            object=row["placed_object"],
            party=row["placed_party"],
            told=row["placed_told"],
            hidden=row["placed_hidden_at"] is not None,
            erased=row["placed_erased_at"] is not None,
            author=row["placed_author"],
        )
        kept = found.get(one.text)
        if kept is None or _openness(one.kind) < _openness(kept.kind):
            found[one.text] = one
    return list(found.values())


def plain(words: str) -> str:
    """Return words without the marks that make a line a heading, such as in a working agreement or a letter."""
    return _HEADING.sub("", words)


def _openness(kind: Kind) -> tuple[int, int]:
    return list(Level).index(kind.level), list(_KINDS.values()).index(kind)


def searched(keys: Sequence[int]) -> list[Placed]:
    """Return those of these texts, by key, that one can search for: they stand somewhere, and can be read now."""
    found = read(_searched(frozenset(keys))) if keys else []
    return [one for one in found if not one.hidden and not one.erased]


@prepared
def _searched(texts: frozenset[int]) -> QuerySet[Any, dict[str, Any]]:
    return _union([kind for kind in _KINDS.values() if kind.can_be_found], {"text__in": texts}, only_shown=True)


def readable(keys: Collection[int], streams: Collection[int]) -> list[Placed]:
    """Return those of these texts, by key, that everybody or all who take part in one of these streams read now."""
    found = read(_readable(frozenset(keys), frozenset(streams))) if keys else []
    return [one for one in found if not one.hidden and not one.erased]


@prepared
def _readable(texts: frozenset[int], streams: frozenset[int]) -> QuerySet[Any, dict[str, Any]]:
    open_kinds = [kind for kind in _KINDS.values() if kind.level in SEARCHED]
    return _union(open_kinds, {"text__in": texts, "stream__in": streams}, only_shown=True)


def find(words: str, *, most: int, levels: Collection[str] = SEARCHED, **wanted: Any) -> list[Placed]:
    """Return words that hold all the words somebody looks for, of what one can search for; no order, at most so many.

    With `levels` only those for so many people. `wanted` are lookups as for `placed`. What was hidden or erased is
    never among them. Three queries, the last over those kinds only of which there is something.
    """
    chosen = list(dict.fromkeys(stems(words)))[:MOST_WORDS]
    if not chosen:
        return []
    texts = Text.objects.order_by()
    for stem in chosen:
        texts = texts.filter(pk__in=Stem.objects.filter(stem=stem).values("text"))
    hit = Stem.objects.filter(stem=chosen[0], text__in=texts).order_by().values_list("kind", flat=True).distinct()
    there = [kind for field in hit if (kind := _KINDS.get(field)) is not None and kind.can_be_found]
    there = [kind for kind in there if kind.level in levels]
    if not there:
        return []
    shown = {"text__current__hidden_at": None, "text__current__erased_at": None}
    return read(placed(chosen=there, only_shown=True, text__in=texts.values("pk"), **shown, **wanted)[:most])


def find_fresh(words: str, *, most: int, levels: Collection[str] = SEARCHED, stream: int) -> list[Placed]:
    """Return words of one stream that `find` does not know yet, as they were written or changed a moment ago.

    There are few: the job takes them every twenty seconds. Where there are none this is one query.
    """
    chosen, fresh = set(list(dict.fromkeys(stems(words)))[:MOST_WORDS]), Text.objects.filter(indexed=False)
    if not chosen or not fresh.exists():
        return []
    there = [kind for kind in _KINDS.values() if kind.can_be_found and kind.level in levels]
    keys = fresh.order_by("-pk").values_list("pk", flat=True)[:MOST_FRESH]
    shown = {"text__current__hidden_at": None, "text__current__erased_at": None}
    found = read(placed(chosen=there, only_shown=True, text__in=list(keys), stream=stream, **shown))
    return [one for one in found if chosen <= set(stems(one.words))][:most]


def _there(asked: Iterable[Kind], stream: int) -> list[Kind]:
    """Return those of these kinds of which anything is in a stream."""
    found = dict(zip(_KINDS, _any_of_each.first(stream) or (), strict=False))
    return [kind for kind in asked if found.get(kind.field)]


@prepared
def _any_of_each(stream: int) -> QuerySet[Any, tuple[Any, ...]]:
    """Return one row that says of every kind, in their order, whether there is anything of it in a stream."""
    each = {
        f"of_{number}": Exists(kind.holders.filter(**{kind.place: stream, f"{kind.path}__isnull": False}))
        for number, kind in enumerate(_KINDS.values())
    }
    return Stream.objects.filter(pk=stream).values_list(*each.values())


def is_agreed(kind: Kind, text: Text) -> bool:
    """Say whether words are part of what parties agreed."""
    if kind.agreed is None:
        return False
    return kind.holders.filter(kind.agreed, **{kind.path: text}).exists()


def agreed_among(texts: Sequence[int]) -> set[int]:
    """Return which of these texts (by key) are part of what parties agreed; one query."""
    found = [
        kind.holders.filter(kind.agreed, **{f"{kind.path}__in": texts}).order_by().values_list(kind.path, flat=True)
        for kind in _KINDS.values()
        if kind.agreed is not None
    ]
    return set(found[0].union(*found[1:])) if found else set()


def nowhere(person: Person) -> list[Text]:
    """Return words of a person that stand nowhere any more, such as an answer that was replaced by another."""
    return _nowhere(person.pk)


@prepared
def _nowhere(person: int) -> QuerySet[Text]:
    own = Version.objects.filter(text=OuterRef("pk"), author=person, erased_at=None)
    stands = (Exists(kind.holders.filter(**{kind.path: OuterRef("pk")})) for kind in _KINDS.values())
    return Text.objects.filter(Exists(own), *(~one for one in stands)).select_related("current")


def own_rows(person: Person) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return what else than words is kept of somebody: for each sort of which there is something, its rows."""
    found = []
    for one in _OBJECTS.values():
        theirs = Q(**{one.owner: person}) if one.owner else Q(pk__in=[])
        theirs |= Q(**{one.address: person.email}) if one.address else Q(pk__in=[])
        if one.own and (kept := _plain(one, theirs, one.own)):
            found.append((str(one.label), kept))
        if one.stands_in and (kept := _plain(one, Q(**{one.stands_in: person}), one.stood_in or one.own)):
            found.append((_("%(what)s (you stand in)") % {"what": one.label}, kept))
    return found


def _plain(one: Object, theirs: Q, fields: Sequence[str]) -> list[dict[str, Any]]:
    rows = QuerySet[Any](apps.get_model(one.model)).filter(theirs).order_by("pk").values(*fields)
    return [{**row} for row in rows]


def labels_of(person: Person) -> dict[int, str]:
    """Return of which sort the texts are that somebody wrote a version of, by the key of the text."""
    return {one.text: str(one.kind.label) for one in read(_written_by(person.pk))}


@prepared
def _written_by(person: int) -> QuerySet[Any, dict[str, Any]]:
    theirs = Version.objects.filter(author=person, erased_at=None).values("text")
    return _union(_KINDS.values(), {"text__in": theirs})


def references() -> frozenset[str]:
    """Return the fields that only point to words that stand elsewhere."""
    return frozenset(_REFERENCES)


def uncovered(fields: Sequence[str]) -> list[str]:
    """Return which of these fields that point to words have no kind."""
    return sorted(set(fields) - set(_KINDS) - _REFERENCES)


def _union(
    asked: Iterable[Kind], wanted: Mapping[str, Any], *, only_shown: bool = False
) -> QuerySet[Any, dict[str, Any]]:
    parts = [_rows(kind, wanted, only_shown=only_shown) for kind in asked]
    return parts[0].union(*parts[1:], all=True)


def _rows(kind: Kind, wanted: Mapping[str, Any], *, only_shown: bool) -> QuerySet[Any, dict[str, Any]]:
    chosen = {_lookup(kind, name): value for name, value in wanted.items()}
    none = Cast(Value(None), BigIntegerField())
    shown = Q() if kind.shown is None or not only_shown else kind.shown
    return (
        kind.holders.filter(shown, **chosen, **{f"{kind.path}__isnull": False})
        .order_by()
        .values(
            placed_kind=Value(kind.field, CharField()),
            placed_holder=F("pk"),
            placed_text=F(kind.path),
            placed_public_id=F(f"{kind.path}__public_id"),
            placed_words=F(f"{kind.path}__current__body"),
            placed_stream=F(f"{kind.place}"),
            placed_object=F(kind.object) if kind.object else Value("", CharField()),
            placed_party=F(kind.party) if kind.party else none,
            placed_told=F(kind.told) if kind.told else none,
            placed_hidden_at=F(f"{kind.path}__current__hidden_at"),
            placed_erased_at=F(f"{kind.path}__current__erased_at"),
            placed_author=F(f"{kind.path}__current__author"),
        )
    )


def _lookup(kind: Kind, name: str) -> str:
    if name.split("__", maxsplit=1)[0] == "stream":
        return kind.place + name.removeprefix("stream")
    return kind.path + name.removeprefix("text")
