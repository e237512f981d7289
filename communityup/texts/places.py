"""Where words stand: first of which kind they are, and then what that kind knows of its place.

One query over all kinds with their places would need no more questions, but PostgreSQL plans it for half a second.
"""

from collections.abc import Collection
from functools import cache
from typing import Any

from django.db.models import CharField, QuerySet, Value

from communityup.base.prepared import Prepared, prepared
from communityup.texts.models import Text
from communityup.texts.queries import Placed, kinds, placed, read


def place_of(text: Text, *, stream: int) -> Placed | None:
    """Return where these words stand in this stream, or None; two queries, three for what stands at two places."""
    return next(iter(_told(_kinds_of(text.pk), {text.pk}, stream)), None)


def fields_of(text: Text) -> frozenset[str]:
    """Return the fields of the kinds that hold these words (`Kind.field`), whoever reads them there; one query."""
    return frozenset(_kinds_of(text.pk))


def places_of(texts: Collection[int], *, stream: int) -> list[Placed]:
    """Return where those of these texts (by key) that stand in this stream do; a query, and one for each kind."""
    return _told(_kinds_among(frozenset(texts)), texts, stream) if texts else []


def _told(fields: Collection[str], texts: Collection[int], stream: int) -> list[Placed]:
    return read(row for field in sorted(set(fields)) for row in _rows(field)(frozenset(texts), stream))


@prepared
def _kinds_of(text: int) -> QuerySet[Any, str]:
    return _each(path="", wanted=text)


@prepared
def _kinds_among(texts: frozenset[int]) -> QuerySet[Any, str]:
    return _each(path="__in", wanted=texts)


def _each(*, path: str, wanted: object) -> QuerySet[Any, str]:
    """Return the field of every kind that holds one of the words; one that holds many of them is told as often."""
    parts = [
        kind.holders.filter(**{f"{kind.path}{path}": wanted})
        .order_by()
        .values_list(Value(kind.field, CharField()), flat=True)
        for kind in kinds().values()
    ]
    return parts[0].union(*parts[1:], all=True)


@cache
def _rows(field: str) -> Prepared[frozenset[int], int, dict[str, Any]]:
    @prepared
    def rows(texts: frozenset[int], stream: int) -> QuerySet[Any, dict[str, Any]]:
        return placed(chosen=[kinds()[field]], text__in=texts, stream__exact=stream)

    return rows
