"""Lets every run of the tests on SQLite start from a database that was migrated before, instead of ten seconds later.

The first run keeps its database, freshly migrated, in the machine's folder for temporary files; later ones begin with
a copy. The name holds a hash of every migration and the version of Django, so that a change of either begins anew, and
`migrate` still runs on the copy.

Loaded as a plugin of pytest (`-p tests.migrated`).
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import django
import pytest

from communityup.base.sqlite.creation import DatabaseCreation

ROOT = Path(__file__).resolve().parent.parent


def kept() -> Path:
    """Return where a database with these migrations is kept."""
    found = hashlib.sha256(f"{django.__version__} {os.getuid()}".encode())
    for file in sorted((ROOT / "communityup").rglob("migrations/*.py")):
        found.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    found.update((ROOT / "requirements" / "run.txt").read_bytes())
    return Path(tempfile.gettempdir()) / f"communityup-migrated-{found.hexdigest()[:32]}.sqlite3"


def lay_down(data: Path) -> None:
    """Let a site begin in this folder with tables that were made before, where there are any; else it makes its own."""
    data.mkdir(parents=True)
    if kept().exists():
        shutil.copyfile(kept(), data / "communityup.sqlite3")


def pytest_configure(config: pytest.Config) -> None:
    """Wrap the two steps in which Django makes a database for tests."""
    begin, finish = DatabaseCreation._create_test_db, DatabaseCreation.create_test_db

    def with_a_copy(self: Any, *arguments: Any, **named: Any) -> str:
        name = begin(self, *arguments, **named)
        if not self.is_in_memory_db(name) and kept().exists():
            shutil.copyfile(kept(), name)
        return name

    def and_keep_it(self: Any, *arguments: Any, **named: Any) -> str:
        name = finish(self, *arguments, **named)
        if not self.is_in_memory_db(name) and not kept().exists():
            half = kept().with_suffix(f".{os.getpid()}")
            with self.connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(half)])
            half.replace(kept())
        return str(name)

    config.add_cleanup(lambda: setattr(DatabaseCreation, "_create_test_db", begin))
    config.add_cleanup(lambda: setattr(DatabaseCreation, "create_test_db", finish))
    DatabaseCreation._create_test_db = with_a_copy  # type: ignore[method-assign]
    DatabaseCreation.create_test_db = and_keep_it  # type: ignore[method-assign]
