"""Test databases on our backend: files, as on a real site, copied through SQLite itself and removed without a trace."""

import contextlib
import multiprocessing
from pathlib import Path
from typing import Any

from django.db import NotSupportedError
from django.db.backends.sqlite3.creation import DatabaseCreation as StockCreation

from communityup.base.sqlite.driver import driver
from communityup.base.sqlite.lock import SUFFIX

BESIDE = ("", "-wal", "-shm", "-journal", SUFFIX)
_PREFIX = "test_"


class DatabaseCreation(StockCreation):
    """Django's way to make test databases, without its own copies of files and its own SQLite."""

    def _get_test_db_name(self) -> str:
        """Return a file beside the site's own: in memory there is no log to write ahead and nobody to wait for."""
        settings = self.connection.settings_dict
        given = str(settings["TEST"]["NAME"] or "")
        if given == ":memory:" or (not given and self.is_in_memory_db(str(settings["NAME"]))):
            return str(super()._get_test_db_name())  # type: ignore[misc]  # the stubs lack it
        if given.startswith(f"{_PREFIX}/"):
            # pytest-django with several processes puts its prefix before the whole path.
            given = given.removeprefix(_PREFIX)
            return str(Path(given).with_name(_PREFIX + Path(given).name))
        return given or str(Path(settings["NAME"]).with_name(_PREFIX + Path(settings["NAME"]).name))

    def _create_test_db(self, verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:  # noqa: FBT001, FBT002
        name = self._get_test_db_name()
        if not keepdb and not self.is_in_memory_db(name):
            # What an interrupted run left beside the file must not be taken for the new one's.
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            remove(name)
        return str(super()._create_test_db(verbosity, autoclobber, keepdb))  # type: ignore[misc]  # the same

    def _clone_test_db(self, suffix: str, verbosity: int, keepdb: bool = False) -> None:  # noqa: FBT001, FBT002
        del verbosity
        source = str(self.connection.settings_dict["NAME"])
        target = str(self.get_test_db_clone_settings(suffix)["NAME"])
        if self.is_in_memory_db(source):
            if multiprocessing.get_start_method() != "fork":
                raise NotSupportedError("Copies of a database in memory need processes that are forked.")
            return
        if keepdb and Path(target).exists():
            return
        remove(target)
        copy = driver.connect(target)
        with contextlib.closing(copy):
            self.connection.ensure_connection()
            self.connection.connection.backup(copy)

    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:
        del verbosity
        if test_database_name and not self.is_in_memory_db(test_database_name):
            remove(test_database_name)

    def setup_worker_connection(self, _worker_id: int) -> Any:
        """Let one of several forked test processes use its own copy."""
        if multiprocessing.get_start_method() != "fork":
            raise NotSupportedError("Test processes with their own database need to be forked.")
        return super().setup_worker_connection(_worker_id)


def remove(database: str | Path) -> None:
    """Remove a database file and everything SQLite and the writer lock keep beside it."""
    for suffix in BESIDE:
        Path(f"{database}{suffix}").unlink(missing_ok=True)
