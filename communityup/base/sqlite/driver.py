"""Which SQLite opens the file: pysqlite3, or Python's own when that is new enough. This is the only door to it.

SQLite before 3.51.3 can damage a database in WAL mode (the WAL-reset fault). And a process must never open one file
with two SQLite libraries: closing it in one drops the locks of the other.
"""

import importlib
from types import ModuleType
from typing import Any

from django.core.exceptions import ImproperlyConfigured

SAFE_VERSION = (3, 51, 3)


def load() -> Any:
    """Return the DB-API module to use; raises ImproperlyConfigured when there is no safe one."""
    candidates = [module for name in ("pysqlite3", "sqlite3") if (module := _find(f"{name}.dbapi2"))]
    for module in candidates:
        if module.sqlite_version_info >= SAFE_VERSION:
            return module
    found = ", ".join(module.sqlite_version for module in candidates) or "none"
    raise ImproperlyConfigured(
        f"SQLite {'.'.join(map(str, SAFE_VERSION))} or newer is needed and this machine has {found}; older ones can "
        "damage the database. Install the package pysqlite3 (Linux, x86-64), or set DATABASE_URL to a PostgreSQL one."
    )


def _find(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


driver = load()
