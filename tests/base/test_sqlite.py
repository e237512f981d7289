"""The SQLite backend keeps its promises, reads them back, and lets one write at a time."""

import ast
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, OperationalError
from pytest_django.plugin import DjangoDbBlocker

from communityup.base.sqlite import driver as driver_module
from communityup.base.sqlite.base import PROMISES, DatabaseWrapper
from communityup.base.sqlite.creation import remove
from communityup.base.sqlite.driver import driver, load
from communityup.base.sqlite.lock import lock_path

WRITER = Path(__file__).parent / "writer.py"
PACKAGE = Path(__file__).resolve().parents[2] / "communityup"
DEFAULTS: dict[str, Any] = {
    "ENGINE": "communityup.base.sqlite", "ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": False, "TIME_ZONE": None, "USER": "", "PASSWORD": "", "HOST": "", "PORT": "",
    "TEST": {"NAME": None, "CHARSET": None, "COLLATION": None, "MIRROR": None, "MIGRATE": True},
}  # fmt: skip


def connect(file: Path | str, **options: Any) -> DatabaseWrapper:
    return DatabaseWrapper({**DEFAULTS, "NAME": file, "OPTIONS": {"timeout": 0.3, **options}}, "default")


def run(connection: DatabaseWrapper, statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


@pytest.fixture(autouse=True)
def own_databases(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Every test here makes its own file; the site's database is not asked for."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "site.sqlite3"


@pytest.fixture
def connection(file: Path) -> Iterator[DatabaseWrapper]:
    made = connect(file)
    run(made, "CREATE TABLE counter (value integer NOT NULL)")
    run(made, "INSERT INTO counter VALUES (0)")
    yield made
    made.close()


def process(file: Path, act: str, times: int, *more: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(file), act, str(times), *more],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_every_connection_keeps_the_promises(connection: DatabaseWrapper) -> None:
    found = {name: run(connection, f"PRAGMA {name}")[0][0] for name in PROMISES}
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "mmap_size": 0, "foreign_keys": 1,
        "recursive_triggers": 1,
    }  # fmt: skip
    assert driver.sqlite_version_info >= (3, 51, 3)


@pytest.mark.parametrize(
    "weaker",
    ["synchronous = NORMAL", "secure_delete = OFF", "foreign_keys = OFF", "mmap_size = 1000000",
     "journal_mode = DELETE", "recursive_triggers = OFF"],
)  # fmt: skip
def test_settings_that_break_a_promise_are_refused(file: Path, weaker: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=weaker.split(maxsplit=1)[0]):
        connect(file, init_command=f"PRAGMA {weaker}").ensure_connection()


def test_another_transaction_mode_is_refused(file: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="IMMEDIATE"):
        connect(file, transaction_mode="DEFERRED").ensure_connection()


def test_an_old_sqlite_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    class Old:
        sqlite_version, sqlite_version_info = "3.40.1", (3, 40, 1)

    monkeypatch.setattr(driver_module, "_find", lambda name: Old if name.startswith("sqlite3") else None)
    with pytest.raises(ImproperlyConfigured, match=r"3\.40\.1.*PostgreSQL"):
        load()
    Old.sqlite_version_info = (3, 51, 3)
    assert load() is Old


def test_dates_and_decimals_come_back_as_themselves(connection: DatabaseWrapper) -> None:
    run(connection, "CREATE TABLE kept (day date, moment datetime, at time, yes bool)")
    run(connection, "INSERT INTO kept VALUES ('2026-11-21', '2026-11-21 19:30:00', '19:30:00', 1)")
    row = run(connection, "SELECT * FROM kept")[0]
    assert [type(value).__name__ for value in row] == ["date", "datetime", "time", "bool"]


def test_a_second_writer_waits_and_then_hears_why(connection: DatabaseWrapper, file: Path) -> None:
    other = connect(file)
    other.ensure_connection()
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    began = time.monotonic()
    with pytest.raises(OperationalError, match="database is locked: another writer"):
        run(other, "UPDATE counter SET value = 9")
    assert 0.25 < time.monotonic() - began < 3
    assert run(other, "SELECT value FROM counter") == [(0,)], "reading goes on"
    connection.commit()
    connection.set_autocommit(True)
    run(other, "UPDATE counter SET value = 9")
    other.close()


@pytest.mark.parametrize("end", ["commit", "rollback", "close", "raw commit", "failure"])
def test_the_turn_ends_with_the_transaction(connection: DatabaseWrapper, end: str) -> None:
    lock = connection.writer_lock
    assert lock is not None
    with connection.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("UPDATE counter SET value = value + 1")
        assert lock.held
        if end == "raw commit":
            cursor.execute("COMMIT")
        elif end == "failure":
            with pytest.raises(IntegrityError):
                cursor.execute("INSERT OR ROLLBACK INTO counter VALUES (NULL)")
        else:
            getattr(connection, end)()
    assert not lock.held


def test_a_single_write_takes_its_turn_and_reading_does_not(
    connection: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    lock = connection.writer_lock
    assert lock is not None
    real = lock.acquire

    def take() -> None:
        taken.append("turn")
        real()

    monkeypatch.setattr(lock, "acquire", take)
    run(connection, "SELECT value FROM counter")
    run(connection, "PRAGMA journal_mode")
    assert taken == []
    run(connection, "UPDATE counter SET value = 1")
    run(connection, "WITH one AS (SELECT 1) INSERT INTO counter SELECT * FROM one")
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO counter VALUES (%s)", [(2,), (3,)])
    assert taken == ["turn"] * 3
    assert not lock.held


def test_links_to_one_file_share_one_lock(tmp_path: Path) -> None:
    (tmp_path / "real.sqlite3").touch()
    (tmp_path / "link.sqlite3").symlink_to(tmp_path / "real.sqlite3")
    assert lock_path(tmp_path / "link.sqlite3") == lock_path(f"file:{tmp_path}/real.sqlite3?mode=rw")


def test_replacing_a_row_sets_off_the_triggers_on_delete(connection: DatabaseWrapper) -> None:
    run(connection, "CREATE TABLE once (id integer PRIMARY KEY)")
    run(connection, "CREATE TRIGGER no BEFORE DELETE ON once BEGIN SELECT RAISE(ABORT, 'refused'); END")
    run(connection, "INSERT INTO once VALUES (1)")
    with pytest.raises(IntegrityError, match="refused"):
        run(connection, "INSERT OR REPLACE INTO once VALUES (1)")


def test_a_copy_for_tests_holds_what_is_only_in_the_write_ahead_log(connection: DatabaseWrapper, file: Path) -> None:
    run(connection, "UPDATE counter SET value = 41")
    connection.creation.clone_test_db(suffix="2", verbosity=0)
    copy = connect(file.with_name("site_2.sqlite3"))
    assert run(copy, "SELECT value FROM counter") == [(41,)]
    copy.close()
    remove(file.with_name("site_2.sqlite3"))
    assert sorted(path.name for path in file.parent.glob("site_2*")) == []


@pytest.mark.parametrize(
    ("given", "name"),
    [(None, "test_site.sqlite3"), ("test_{}_gw0", "test_site.sqlite3_gw0"), ("{}-mine", "site.sqlite3-mine")],
)
def test_test_databases_are_files_beside_the_real_one(file: Path, given: str | None, name: str) -> None:
    made = connect(file)
    made.settings_dict["TEST"] = {**DEFAULTS["TEST"], "NAME": given and given.format(file)}
    creation: Any = made.creation
    assert creation._get_test_db_name() == str(file.with_name(name))


def test_a_database_in_memory_works_without_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = connect(":memory:")
    run(made, "CREATE TABLE counter (value integer)")
    assert made.writer_lock is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_two_processes_that_read_and_write_lose_nothing(file: Path) -> None:
    setting_up = process(file, "migrate", 0)
    assert setting_up.wait(60) == 0, setting_up.stderr and setting_up.stderr.read()
    both = [process(file, "count", 200) for _ in range(2)]
    errors = [one.communicate(timeout=120)[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], errors
    made = connect(file)
    assert run(made, "SELECT value FROM counter") == [(400,)]
    made.close()


def test_opening_and_closing_the_file_again_drops_no_lock(connection: DatabaseWrapper, file: Path) -> None:
    other = process(file, "hold", 0)
    assert other.stdout is not None
    assert other.stdout.readline() == "holding\n"
    with pytest.raises(OperationalError, match="locked"):
        run(connection, "UPDATE counter SET value = 9")
    # And SQLite's own lock too, without ours.
    bare = driver.connect(file, timeout=0, isolation_level=None)
    with pytest.raises(driver.OperationalError, match="locked"):
        bare.execute("UPDATE counter SET value = 9")
    bare.close()
    other.communicate("go on\n", timeout=30)
    assert other.returncode == 0
    assert run(connection, "SELECT value FROM counter") == [(1,)]


def test_threads_that_read_and_write_lose_nothing(connection: DatabaseWrapper, file: Path) -> None:
    failed: list[BaseException] = []

    def add() -> None:
        mine = connect(file, timeout=30)
        try:
            for _ in range(25):
                mine.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
                value = run(mine, "SELECT value FROM counter")[0][0]
                with mine.cursor() as cursor:
                    cursor.execute("UPDATE counter SET value = %s", [value + 1])
                mine.commit()
                mine.set_autocommit(True)
        except BaseException as problem:  # noqa: BLE001 - told to the test
            failed.append(problem)
        finally:
            mine.close()

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert run(connection, "SELECT value FROM counter") == [(200,)]


def test_a_folder_that_cannot_be_written_says_so(connection: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("communityup.base.sqlite.lock.os.open", refuse)
    with pytest.raises(OperationalError, match="attempt to write a readonly database"):
        run(connection, "UPDATE counter SET value = 9")


def doors(text: str) -> list[str]:
    """Name what in Python source reaches for a SQLite library."""
    libraries = {"sqlite3", "pysqlite3", "apsw"}
    found = []
    for node in ast.walk(ast.parse(text)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names = [node.value]
        found += [name for name in names if name.split(".")[0] in libraries and " " not in name]
    return found


def test_nothing_but_the_driver_reaches_for_a_sqlite_library() -> None:
    assert doors("import sqlite3.dbapi2") == ["sqlite3.dbapi2"]
    assert doors("from sqlite3 import connect") == ["sqlite3"]
    assert doors("importlib.import_module('pysqlite3')") == ["pysqlite3"]
    files = [path for path in PACKAGE.rglob("*.py") if "node_modules" not in path.parts]
    found = {str(path.relative_to(PACKAGE)) for path in files if doors(path.read_text(encoding="utf-8"))}
    assert found == {"base/sqlite/driver.py"}


def test_django_s_own_backend_is_refused_by_the_check(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connections

    from communityup.base.startup import check_database_engines

    assert check_database_engines() == []
    monkeypatch.setitem(connections.settings, "stock", {**DEFAULTS, "ENGINE": "django.db.backends.sqlite3"})
    assert [problem.id for problem in check_database_engines()] == ["base.E001"]
