"""Questions to the database that are asked on nearly every page: their SQL is worked out once.

Django works out the SQL of a question each time it is asked. For one row by its key that takes ten times as long as
asking. `@prepared` keeps the SQL beside the connection and only fills in the values:

    @prepared
    def _seats(challenge: int, person: int) -> QuerySet[Seat]:
        return Seat.objects.select_related("party").filter(challenge=challenge, person=person)

    seats = _seats(challenge.pk, person.pk)  # a list of Seat, asked now
    seat = _seats.first(challenge.pk, person.pk)  # the first one, or None
    seat = _seats.or_404(challenge.pk, person.pk)  # the first one, or Http404

What is looked for among many is a parameter of the type `frozenset[int]` or `frozenset[str]`, and stands after `__in`.

The function runs once per connection, with stand-ins for its parameters. So it only builds a queryset, of objects,
values() or values_list(), and everything that can differ between two calls is a parameter: a clock or a language read
inside it would stay as it was. Nothing of an answer is kept: every call asks the database. What `prefetch_related` adds
is asked for as Django does it, each time anew.
"""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from copy import copy
from functools import update_wrapper
from inspect import signature
from typing import Any, ClassVar, Generic, TypeVar, TypeVarTuple

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import Expression, Model, Q, QuerySet, Value, prefetch_related_objects
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql import UpdateQuery
from django.http import Http404

from communityup.base.ids import NUL

Row = TypeVar("Row")
Given = TypeVarTuple("Given")
Shape = Callable[[Sequence[Any]], Any]


class Place:
    """Where the value of one parameter comes in the SQL."""

    def __init__(self, number: int) -> None:
        self.number = number


class Among(Expression):
    """The stand-in for one of a set of values, however many: all go to the database as one."""

    ARRAYS: ClassVar = {frozenset[int]: "bigint[]", frozenset[str]: "text[]"}

    def __init__(self, place: Place, kind: Any) -> None:
        super().__init__()
        self.place, self.array = place, self.ARRAYS[kind]

    def as_sqlite(self, _compiler: Any, _connection: Any) -> tuple[str, list[Place]]:
        """Return the values as the rows of a list in JSON."""
        return "(SELECT value FROM json_each(%s))", [self.place]

    def as_postgresql(self, _compiler: Any, _connection: Any) -> tuple[str, list[Place]]:
        """Return the values as the rows of an array."""
        return f"(SELECT unnest(%s::{self.array}))", [self.place]


class Question:
    """One question on one connection: its SQL, and how rows of the database become what Django would give."""

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        self.more = vars(queryset)["_prefetch_related_lookups"]
        self.compiler = queryset.query.get_compiler(using=queryset.db)
        self.sql, self.values = self.compiler.as_sql()
        self.locks = queryset.query.select_for_update
        self.converters = self.compiler.get_converters([column for column, _sql, _alias in self.compiler.select])
        self.shape = _shape(queryset, self.compiler)

    def ask(self, given: Sequence[object]) -> list[Any]:
        """Fill in the values and return all rows; a lock outside a transaction would be none, so it is refused."""
        connection = self.compiler.connection
        if self.locks and connection.get_autocommit():
            raise transaction.TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        values = [self._filled(given[value.number]) if isinstance(value, Place) else value for value in self.values]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            rows = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        found = [self.shape(row) for row in rows]
        if self.more:
            # Copies, since what was asked for would keep the first of the objects that it was asked for.
            prefetch_related_objects(found, *map(copy, self.more))
        return found

    def _filled(self, value: object) -> object:
        connection = self.compiler.connection
        if isinstance(value, dt.datetime):
            return connection.ops.adapt_datetimefield_value(value)
        if not isinstance(value, frozenset):
            return value
        return json.dumps(sorted(value)) if connection.vendor == "sqlite" else sorted(value)


class PreparedUpdate:
    """A change of some fields of one row, found by its key: `save(update_fields=…)` with SQL that is worked out once.

    Only for what a whole hall does at once, and only in actions: the scanner of writes knows it by its name.
    """

    def __init__(self, model: type[Model], *names: str) -> None:
        self._model, self._names = model, names

    def __call__(self, key: int, *values: object) -> None:
        """Write the values of the fields, in their order; raises DatabaseError when the row is gone."""
        connection = connections[DEFAULT_DB_ALIAS]
        known: dict[object, tuple[str, list[Any]]] = vars(connection).setdefault("_prepared_updates", {})
        if self not in known:
            known[self] = self._statement()
        sql, fields = known[self]
        given = [field.get_db_prep_save(value, connection) for field, value in zip(fields, values, strict=True)]
        with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS), connection.cursor() as cursor:
            cursor.execute(sql, [*given, key])
            if not cursor.rowcount:
                message = f"No {self._model.__name__} has this key any more."
                raise DatabaseError(message)

    def _statement(self) -> tuple[str, list[Any]]:
        """Return the SQL, in which the key comes last, and the fields."""
        query = UpdateQuery(self._model)
        query.add_update_values({name: Value(Place(place)) for place, name in enumerate(self._names)})
        query.add_q(Q(pk=Value(Place(len(self._names)))))
        sql, places = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        if [place.number for place in places] != list(range(len(self._names) + 1)):
            raise TypeError("A prepared update writes each field once.")
        known: Any = self._model._meta  # noqa: SLF001 - Django's name for what is known of a model
        return sql, [known.get_field(name) for name in self._names]


class Prepared(Generic[*Given, Row]):
    """A function that builds a queryset, made into one that asks it."""

    def __init__(self, build: Callable[[*Given], QuerySet[Any, Row]]) -> None:
        update_wrapper(self, build)
        self._build = build
        self._kinds = [one.annotation for one in signature(build).parameters.values()]

    def __call__(self, *given: *Given) -> list[Row]:
        """Ask, and return all rows; none for a text with a NUL, as no row holds it and PostgreSQL cannot be asked."""
        if len(given) != len(self._kinds) or None in given:
            # Nothing equals NULL, so asking for what is empty is another question.
            message = f"{self._build.__qualname__} takes {len(self._kinds)} values, none of them None."
            raise TypeError(message)
        if any(isinstance(one, str) and NUL in one for one in given):
            return []
        known: dict[object, Question] = vars(connections[DEFAULT_DB_ALIAS]).setdefault("_prepared", {})
        question = known.get(self)
        if question is None:
            places: Any = [_stand_in(Place(number), kind) for number, kind in enumerate(self._kinds)]
            question = known[self] = Question(self._build(*places))
        return question.ask(given)

    def first(self, *given: *Given) -> Row | None:
        """Ask, and return the first row, or None when there is none."""
        return next(iter(self(*given)), None)

    def or_404(self, *given: *Given) -> Row:
        """Ask, and return the first row; raises Http404 when there is none."""
        found = self.first(*given)
        if found is None:
            raise Http404
        return found


def prepared(build: Callable[[*Given], QuerySet[Any, Row]]) -> Prepared[*Given, Row]:
    """Let a function that builds a queryset ask it, with SQL that is worked out once."""
    return Prepared(build)


def _stand_in(place: Place, kind: Any) -> Expression:
    return Among(place, kind) if kind in Among.ARRAYS else Value(place)


def _shape(queryset: QuerySet[Any, Any], compiler: Any) -> Shape:
    """Return what makes of one row what this queryset would give."""
    kind = queryset._iterable_class  # noqa: SLF001 - the only place where a queryset says what it gives
    if kind is ModelIterable:
        return _instances(compiler, queryset.db)
    if kind is ValuesListIterable:
        return tuple
    if kind is FlatValuesListIterable:
        return lambda row: row[0]
    if kind is ValuesIterable:
        asked = queryset.query
        names = list(asked.selected or [*asked.values_select, *asked.annotation_select])
        return lambda row: dict(zip(names, row, strict=True))
    message = f"A prepared question gives objects, values() or values_list(), not {kind.__name__}."
    raise TypeError(message)


def _instances(compiler: Any, database: str) -> Shape:
    """Return what makes objects, with those of select_related and with annotations, as Django's ModelIterable does."""
    chosen = compiler.klass_info
    model, first, last = chosen["model"], chosen["select_fields"][0], chosen["select_fields"][-1] + 1
    names = [column.target.attname for column, _sql, _alias in compiler.select[first:last]]
    related = get_related_populators(chosen, compiler.select, database)  # type: ignore[call-arg]  # stubs of 6.1
    annotations = (compiler.annotation_col_map or {}).items()

    def instance(row: Sequence[Any]) -> Any:
        made = model.from_db(database, names, row[first:last])
        for populator in related:
            populator.populate(row, made)
        for name, place in annotations:
            setattr(made, name, row[place])
        return made

    return instance
