"""Writes down what each test asks the database (`--statements FILE`), and leaves out what is named (`--without FILE`).

The first is for `make prove`, the second for `make test`; tools/statements.py makes the one of the other.

A statement counts by its conditions and expressions, each in its shape: without values and lengths of lists, with the
tables that its columns are of. PostgreSQL judges each by the types in it, whatever stands beside it; and what is only a
name reads the same there. As a whole counts what a database judges as a whole: what groups, leaves out doubles, looks
over a window, locks or writes over what stands, and each statement that a rule of the database refused, with the rule.

Loaded as a plugin of pytest (`-p tests.statements`).
"""

import hashlib
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.backends.signals import connection_created

# Statements as Django writes them. Lists of values, each as long as it happens to be; and what only counts up.
ROWS = re.compile(r"\((?:\s*%s\s*,?)+\)(?:\s*,\s*\((?:\s*%s\s*,?)+\))*")
SAVEPOINT = re.compile(r'"?s\d+_x\d+"?')
NUMBER = re.compile(r"\b\d+\b")
UNION = re.compile(r" UNION (?:ALL )?")
# Another name of a table, such as U0 in a question inside another, and T4 where a table is joined twice.
ALIAS = r'"?\b[A-Z]\d+\b"?'
OF_ALIAS = re.compile(ALIAS)
GIVES_ALIAS = re.compile(rf'"(\w+)" ({ALIAS})')
WHOLE = re.compile(r"GROUP BY|DISTINCT|OVER \(|FOR UPDATE|ON CONFLICT")
UPDATED = re.compile(r'UPDATE "\w+" SET ')
# What stands between the parts of a statement, and how the parts begin and end that say nothing by themselves.
BETWEEN = re.compile(
    r", |\(SELECT |^SELECT "
    r"| (?:FROM|WHERE|INNER JOIN|LEFT OUTER JOIN|ON|AND|OR|SET|VALUES|GROUP BY|HAVING|ORDER BY|LIMIT) "
    r"| (?:WHEN|THEN|ELSE|END) "
)
NOT = re.compile(r"^[( ]*NOT (?!EXISTS)")
AS = re.compile(r' AS "\w+"$')
COLUMN = r'"?[\w|]+"?(?:\."\w+")?'
NAMES = re.compile(rf"(?:{COLUMN}|%s|0)(?: (?:ASC|DESC|IS NULL|IS NOT NULL|{COLUMN}))?|")


def shapes(statement: str, error: BaseException | None = None) -> set[str]:
    """Return short marks for what a statement asks, and for the rule of the database that refused it.

    Of a union each of its parts counts: a question over all kinds of words that are there is no other one where a kind
    more is there.
    """
    plain = NUMBER.sub("0", SAVEPOINT.sub("s", ROWS.sub("(%s)", statement)))
    told = getattr(getattr(error, "__cause__", None), "diag", None)
    refused = [type(error).__name__, str(getattr(told, "constraint_name", ""))] if error else []
    pieces = {plain} if error else {piece for one in UNION.split(plain) for piece in _pieces(one.strip("() "))}
    return {hashlib.sha256("\0".join([one, *refused]).encode()).hexdigest()[:12] for one in pieces}


def _pieces(statement: str) -> Iterator[str]:
    """Yield what counts of a statement: its conditions and expressions, and itself when it is judged as a whole."""
    tables: dict[str, set[str]] = {}
    for table, alias in GIVES_ALIAS.findall(statement):
        tables.setdefault(alias.strip('"'), set()).add(table)
    named = OF_ALIAS.sub(lambda found: '"{}"'.format("|".join(sorted(tables.get(found[0].strip('"'), ())))), statement)
    if WHOLE.search(named):
        yield named
    of = updated[0] if (updated := UPDATED.match(named)) else ""
    # What an update writes has no table before its names, what it looks for has.
    changes, *conditions = named.removeprefix(of).split(" WHERE ") if of else ("", named)
    yield from (of + one for one in _plain(changes))
    for condition in conditions:
        yield from _plain(condition)


def _plain(words: str) -> Iterator[str]:
    """Yield the parts of these words, without a name they get and without what makes them more than one or untrue."""
    for piece in BETWEEN.split(words):
        one = AS.sub("", NOT.sub("", piece).strip("() ")).replace(" IN (%s", " = %s")
        if not NAMES.fullmatch(one):
            yield one


class Statements:
    """What each test asked, in what time."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.test = ""
        self.asked: dict[str, set[str]] = {}
        self.seconds: dict[str, float] = {}
        self.apart: set[str] = set()

    def wrap(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Remember one statement."""
        try:
            answer = execute(sql, params, many, context)
        except Exception as error:  # whatever it is: it is written down, and goes on
            self.remember(shapes(str(sql), error))
            raise
        self.remember(shapes(str(sql)))
        return answer

    def remember(self, marks: set[str]) -> None:
        """Remember that the test that runs now asked this."""
        if self.test:
            self.asked[self.test] |= marks

    def listen(self, **given: Any) -> None:
        """Hear what is asked over a new connection, of any thread."""
        if self.wrap not in given["connection"].execute_wrappers:
            given["connection"].execute_wrappers.append(self.wrap)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Listen while a test runs, with all that is made ready for it."""
        self.listen(connection=connection)
        self.test = item.nodeid
        self.asked[item.nodeid] = set()
        marked = item.get_closest_marker("django_db")
        if marked and marked.kwargs.get("transaction"):
            self.apart.add(item.nodeid)
        started = time.monotonic()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.monotonic() - started
            self.test = ""

    def pytest_sessionfinish(self) -> None:
        """Write it down."""
        rows = {
            name: {"asked": sorted(asked), "seconds": self.seconds.get(name, 0.0), "apart": name in self.apart}
            for name, asked in self.asked.items()
        }
        self.place.write_text(json.dumps(rows), encoding="utf-8")


def _stop(statements: Statements) -> None:
    connection_created.disconnect(statements.listen)


def without(items: list[pytest.Item], names: set[str]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Return the tests that stay, and those that are named: one example, or a test with all its examples."""
    left = {item.nodeid for item in items if {item.nodeid, item.nodeid.split("[", 1)[0]} & names}
    return [item for item in items if item.nodeid not in left], [item for item in items if item.nodeid in left]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the names of files."""
    parser.addoption("--statements", metavar="FILE", help="write down what each test asks the database")
    parser.addoption("--without", metavar="FILE", help="leave out the tests named there, one on a line")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is named."""
    place = config.getoption("--without")
    if place:
        stay, left = without(items, set(Path(place).read_text(encoding="utf-8").splitlines()))
        config.hook.pytest_deselected(items=left)
        items[:] = stay


def pytest_configure(config: pytest.Config) -> None:
    """Listen when a file is named."""
    place = config.getoption("--statements")
    if place:
        statements = Statements(Path(place).resolve())
        connection_created.connect(statements.listen, weak=False)
        config.add_cleanup(lambda: _stop(statements))
        config.pluginmanager.register(statements, "statements")
