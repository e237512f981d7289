"""Lets every run of the tests start from a database that was migrated before, instead of half a minute later.

The first run keeps its database, freshly migrated, in the machine's folder for temporary files; later ones begin with
a copy: of the file on SQLite, of a dump on PostgreSQL. The name holds a hash of every migration and the version of
Django (and of PostgreSQL), so that a change of any of them begins anew, and `migrate` still runs on the copy.

Loaded as a plugin of pytest (`-p tests.migrated`).
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import django
import pytest
from django.db.backends.postgresql.client import DatabaseClient
from django.db.backends.postgresql.creation import DatabaseCreation as PostgresCreation

from communityup.base.sqlite.creation import DatabaseCreation
from communityup.cli.migrate import new_tables_alone

ROOT = Path(__file__).resolve().parent.parent
DUMP = ("pg_dump", "--no-owner", "--no-privileges", "--format=plain")
LOAD = ("psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1")


def kept(engine: str = "", ending: str = "sqlite3") -> Path:
    """Return where a database with these migrations is kept."""
    found = hashlib.sha256(f"{django.__version__} {os.getuid()}{engine}".encode())
    for file in sorted((ROOT / "communityup").rglob("migrations/*.py")):
        found.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    found.update((ROOT / "requirements" / "run.txt").read_bytes())
    return Path(tempfile.gettempdir()) / f"communityup-migrated-{found.hexdigest()[:32]}.{ending}"


def ours(place: Path) -> bool:
    """Say whether a copy is kept, and by ourselves: the folder for temporary files is everybody's."""
    return place.exists() and place.stat().st_uid == os.getuid()


def kept_dump() -> Path | None:
    """Return where a dump is kept; None where the programs of PostgreSQL are missing."""
    if not shutil.which("pg_dump") or not shutil.which("psql"):
        return None
    version = subprocess.run(["pg_dump", "--version"], capture_output=True, text=True, check=True).stdout
    return kept(version, "sql")


def postgres(settings: dict[str, Any], name: str, *words: str) -> bool:
    """Run a program of PostgreSQL on a database; say whether it went well."""
    reach, variables = DatabaseClient.settings_to_cmd_args_env({**settings, "NAME": name}, [])
    whole = [*words, *reach[1:]]
    return not subprocess.run(
        whole, env={**os.environ, **(variables or {})}, capture_output=True, check=False
    ).returncode


def lay_down(data: Path) -> None:
    """Let a site begin in this folder with tables that were made before, where there are any; else it makes its own."""
    data.mkdir(parents=True)
    if ours(kept()):
        shutil.copyfile(kept(), data / "communityup.sqlite3")


def pytest_configure(config: pytest.Config) -> None:
    """Wrap the two steps in which Django makes a database for tests; make tables in the quick way, as a first start."""
    quick = contextlib.ExitStack()
    quick.enter_context(new_tables_alone())
    config.add_cleanup(quick.close)
    for creation, start, keep in (
        (DatabaseCreation, copy_file, keep_file),
        (PostgresCreation, load_dump, keep_dump),
    ):
        _wrap(config, creation, "_create_test_db", start)
        _wrap(config, creation, "create_test_db", keep)


def _wrap(config: pytest.Config, creation: Any, step: str, then: Any) -> None:
    """Let something be done with the name that a step returned."""
    begin = getattr(creation, step)

    def whole(self: Any, *arguments: Any, **named: Any) -> str:
        name = str(begin(self, *arguments, **named))
        then(self, name)
        return name

    config.add_cleanup(lambda: setattr(creation, step, begin))
    setattr(creation, step, whole)


def copy_file(self: Any, name: str) -> None:
    """Begin with a copy of the file."""
    if not self.is_in_memory_db(name) and ours(kept()):
        shutil.copyfile(kept(), name)


def keep_file(self: Any, name: str) -> None:
    """Keep a copy of the file."""
    if not self.is_in_memory_db(name) and not kept().exists():
        half = kept().with_suffix(f".{os.getpid()}")
        with self.connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(half)])
        half.replace(kept())


def load_dump(self: Any, name: str) -> None:
    """Begin with the dump; what does not load whole leaves nothing, and is migrated as if there were none."""
    place = kept_dump()
    if place and ours(place):
        postgres(self.connection.settings_dict, name, *LOAD, f"--file={place}")


def keep_dump(self: Any, name: str) -> None:
    """Keep a dump."""
    place = kept_dump()
    if place and not place.exists():
        half = place.with_suffix(f".{os.getpid()}")
        if postgres(self.connection.settings_dict, name, *DUMP, f"--file={half}"):
            half.replace(place)
        half.unlink(missing_ok=True)
