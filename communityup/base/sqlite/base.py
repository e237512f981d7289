"""The database backend of a site without PostgreSQL; ENGINE is "communityup.base.sqlite".

What it promises, and reads back on every connection: write-ahead log, synchronous=FULL (an acknowledged act survives
a power cut), every transaction IMMEDIATE and one writer at a time, secure_delete (erased is erased), no memory map,
foreign keys and nested triggers on.
"""

import datetime as dt
import decimal
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import tee
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base as stock
from django.db.backends.sqlite3._functions import (  # type: ignore[import-untyped]  # Django's own, without stubs
    register as register_functions,
)
from django.utils.dateparse import parse_date, parse_datetime, parse_time

from communityup.base.sqlite.creation import DatabaseCreation
from communityup.base.sqlite.driver import driver
from communityup.base.sqlite.features import DatabaseFeatures
from communityup.base.sqlite.lock import WriterLock

SECONDS_TO_WAIT = 15.0
_MILLISECONDS = 1000
TEXTS_KEPT = 500
# The name of each promise, how SQLite is told, and what it must answer afterwards.
PROMISES: Mapping[str, tuple[str, Any]] = {
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),
    "secure_delete": ("ON", 1),
    "mmap_size": ("0", 0),
    "foreign_keys": ("ON", 1),
    "recursive_triggers": ("ON", 1),
}
# A database in memory has no journal on disk and no file to map.
ON_DISK_ONLY = frozenset({"journal_mode", "mmap_size"})
_READS = re.compile(r"\s*(SELECT|EXPLAIN|PRAGMA|VALUES|SAVEPOINT|RELEASE|ROLLBACK|COMMIT|END)\b", re.IGNORECASE)


def _from_bytes(parse: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda value: parse(value.decode())


# The same converters and adapters that Django registers with the standard library's module.
driver.register_converter("bool", b"1".__eq__)
driver.register_converter("date", _from_bytes(parse_date))
driver.register_converter("time", _from_bytes(parse_time))
driver.register_converter("datetime", _from_bytes(parse_datetime))
driver.register_converter("timestamp", _from_bytes(parse_datetime))
driver.register_adapter(decimal.Decimal, str)
driver.register_adapter(dt.date, dt.date.isoformat)
driver.register_adapter(dt.datetime, lambda value: value.isoformat(" "))


class DatabaseWrapper(stock.DatabaseWrapper):
    """A connection that waits its turn before it writes."""

    Database: Any = driver
    creation_class = DatabaseCreation
    features_class = DatabaseFeatures
    writer_lock: WriterLock | None = None
    init_commands: list[str]  # set by get_connection_params of Django

    def get_connection_params(self) -> dict[str, Any]:
        """Return what the driver connects with; refuses settings that would weaken a promise."""
        options = self.settings_dict["OPTIONS"]
        if options.get("transaction_mode", "IMMEDIATE").upper() != "IMMEDIATE":
            raise ImproperlyConfigured("The SQLite backend only knows transaction_mode IMMEDIATE.")
        parameters = dict(super().get_connection_params())
        self.transaction_mode = "IMMEDIATE"
        parameters.setdefault("timeout", SECONDS_TO_WAIT)
        parameters["detect_types"] = driver.PARSE_DECLTYPES | driver.PARSE_COLNAMES
        return parameters

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file, keep the promises and read them back."""
        timeout = float(conn_params["timeout"])
        connection = driver.connect(**conn_params)
        try:
            register_functions(connection)
            connection.execute(f"PRAGMA busy_timeout = {int(timeout * _MILLISECONDS)}")
            connection.execute("PRAGMA legacy_alter_table = OFF")
            self.writer_lock = None if self.is_in_memory_db() else WriterLock(self.settings_dict["NAME"], timeout)
            self._promise(connection)
            for command in filter(None, map(str.strip, self.init_commands)):
                connection.execute(command)
            self._read_back(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor that waits its turn before a statement that writes."""
        del name
        cursor = self.connection.cursor(factory=Cursor)
        cursor.wrapper = self
        return cursor

    def before_write(self) -> None:
        """Take the writer lock when this database has one; raises OperationalError after the waiting time."""
        if self.writer_lock is not None:
            self.writer_lock.acquire()

    def after_statement(self) -> None:
        """Let the next writer in as soon as no transaction is open."""
        if self.writer_lock is not None and (self.connection is None or not self.connection.in_transaction):
            self.writer_lock.release()

    def _promised(self) -> dict[str, tuple[str, Any]]:
        left_out = ON_DISK_ONLY if self.is_in_memory_db() else frozenset()
        return {name: how for name, how in PROMISES.items() if name not in left_out}

    def _promise(self, connection: Any) -> None:
        for name, (setting, answer) in self._promised().items():
            if _pragma(connection, name) == answer:
                continue
            if name == "journal_mode":
                self.before_write()
            try:
                connection.execute(f"PRAGMA {name} = {setting}").fetchall()
            finally:
                if name == "journal_mode" and self.writer_lock is not None:
                    self.writer_lock.release()

    def _read_back(self, connection: Any) -> None:
        for name, (_setting, answer) in self._promised().items():
            found = _pragma(connection, name)
            if found != answer:
                raise ImproperlyConfigured(
                    f"SQLite answers {found!r} for {name} where {answer!r} is needed: the database "
                    f"{self.settings_dict['NAME']} cannot be used safely on this disk or with these settings."
                )

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001 - Django's signature
        with self.wrap_database_errors:
            self.connection.isolation_level = None if autocommit else "IMMEDIATE"

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]  # the stubs lack it
        finally:
            self.after_statement()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs lack it
        finally:
            self.after_statement()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs lack it
        finally:
            if self.writer_lock is not None:
                self.writer_lock.release()


@lru_cache(maxsize=TEXTS_KEPT)
def question_marks(query: str) -> str:
    """Return a statement with SQLite's ? where Django writes %s; long ones take a while, so each text is read once."""
    return stock.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(driver.Cursor):  # type: ignore[misc]  # the driver has no types
    """Django's cursor on our driver: understands %s, and waits its turn before a statement that writes."""

    wrapper: Any = None
    convert_query = stock.SQLiteCursorWrapper.convert_query

    def execute(self, query: str, params: Any = None) -> Any:
        """Run one statement."""
        if params is None:
            return self._in_turn(query, lambda: super(Cursor, self).execute(query))
        named = isinstance(params, Mapping)
        converted = self.convert_query(query, param_names=list(params)) if named else question_marks(query)
        return self._in_turn(converted, lambda: super(Cursor, self).execute(converted, params))

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """Run one statement for each of many parameters."""
        peekable, rows = tee(iter(param_list))
        first = next(peekable, None)
        names = list(first) if first and isinstance(first, Mapping) else None
        converted = self.convert_query(query, param_names=names)
        return self._in_turn(converted, lambda: super(Cursor, self).executemany(converted, rows))

    def executescript(self, script: str) -> Any:
        """Run many statements."""
        return self._in_turn(script, lambda: super(Cursor, self).executescript(script))

    def _in_turn(self, query: str, run: Callable[[], Any]) -> Any:
        if self.wrapper is None:
            return run()
        if not self.connection.in_transaction and not _READS.match(query):
            self.wrapper.before_write()
        try:
            return run()
        finally:
            self.wrapper.after_statement()


def _pragma(connection: Any, name: str) -> Any:
    row = connection.execute(f"PRAGMA {name}").fetchone()
    return row[0] if row else None
