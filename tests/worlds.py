"""Worlds of the tests: built once by the real actions, and laid down again, row by row, for every further test.

Most tests begin with the same challenge of two parties. To make it by twelve real actions takes longer than what most
of them test. So the first test that asks for a world builds it, all rows it made are remembered, and the others get the
same rows: the same state, by the same actions, in a few statements. It is built anew where that would not be the same:
when somebody or something is there already, when the clock stands still elsewhere, or in another language.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.db import connection, transaction
from django.db.models import ExpressionWrapper, F, Model, TextField
from django.utils import timezone
from django.utils.translation import get_language

from communityup.log.models import Line
from communityup.people.models import Person
from communityup.texts.models import WordsField
from tests.tables import filled

P = ParamSpec("P")
R = TypeVar("R")
Rows = dict[type[Model], list[tuple[Any, ...]]]
CLOCK = timezone.now


@dataclass(frozen=True)
class World:
    """What a builder made: an insert for each table, and what it returned."""

    inserts: list[tuple[str, list[Any]]]
    returned: Any

    def lay(self) -> None:
        """Lay all rows down; references between them are looked at when the transaction ends."""
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, values in self.inserts:
                cursor.execute(statement, values)


def built_once(build: Callable[P, R]) -> Callable[P, R]:
    """Let a builder of a world build it once; it returns a model instance, or a tuple or list of them."""
    kept: dict[Hashable, World | None] = {}

    @wraps(build)
    def world(*args: P.args, **kwargs: P.kwargs) -> R:
        if timezone.now is not CLOCK or _touched():
            return build(*args, **kwargs)
        key = (get_language(), args, tuple(sorted(kwargs.items())))
        if key not in kept:
            before = _rows()
            made = build(*args, **kwargs)
            kept[key] = _world(before, _rows(), made)
            return made if kept[key] is None else _again(made)
        known = kept[key]
        if known is None:
            return build(*args, **kwargs)
        known.lay()
        again: R = _again(known.returned)
        return again

    return world


def _touched() -> bool:
    """Say whether anything happened here before."""
    return Person.objects.exists() or Line.objects.exists()


def _rows() -> Rows:
    """Return all rows of all tables."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    names = {model: [_kept(field) for field in model._meta.concrete_fields] for model in models}
    full = set(filled([model._meta.db_table for model in models]))
    return {
        model: list(model._base_manager.order_by("pk").values_list(*names[model]))
        if model._meta.db_table in full
        else []
        for model in models
    }


def _kept(field: Any) -> Any:
    """Return what to ask for a field, as it is kept: hidden words are read as a sentence, and kept as a mark."""
    return ExpressionWrapper(F(field.attname), TextField()) if isinstance(field, WordsField) else field.attname


def _world(before: Rows, after: Rows, made: Any) -> World | None:
    """Return what is there now and was not before; None when something that was there changed."""
    inserts = []
    for model, rows in after.items():
        known = {row[_place_of_key(model)] for row in before[model]}
        if [row for row in rows if row[_place_of_key(model)] in known] != before[model]:
            return None
        new = [row for row in rows if row[_place_of_key(model)] not in known]
        if new:
            inserts.append(_insert(model, new))
    return World(inserts, made)


def _place_of_key(model: type[Model]) -> int:
    return next(place for place, field in enumerate(model._meta.concrete_fields) if field.primary_key)


def _insert(model: type[Model], rows: list[tuple[Any, ...]]) -> tuple[str, list[Any]]:
    fields, quote = model._meta.concrete_fields, connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * len(rows))
    values = [
        field.get_db_prep_save(value, connection) for row in rows for field, value in zip(fields, row, strict=True)
    ]
    return f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {places}", values  # noqa: S608 - our own names


def _again(made: Any) -> Any:
    """Return the same things as they stand in the database now."""
    if isinstance(made, (tuple, list)):
        return type(made)(_again(one) for one in made)
    return type(made)._base_manager.get(pk=made.pk)
