"""Counts the kinds of words of which the SQL is worked out while somebody waits: of all of them that takes 0.2 s."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models import QuerySet, Value

from communityup.texts import queries

# Lists of all words of one challenge or network ask of the kinds that are there; nothing else asks of so many.
MOST_KINDS = 100


@contextmanager
def kinds_worked_out() -> Iterator[list[str]]:
    """Give a list in which comes, each time, the kind of words that is asked about without having that prepared."""
    rows, noted = queries._rows, list[str]()

    def noting(kind: queries.Kind, wanted: Mapping[str, Any], *, only_shown: bool) -> QuerySet[Any, dict[str, Any]]:
        if not any(isinstance(value, Value) for value in wanted.values()):  # what is prepared has stand-ins
            noted.append(kind.field)
        return rows(kind, wanted, only_shown=only_shown)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "_rows", noting)
        yield noted
