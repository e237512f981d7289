"""Lets tests empty the database between them, although the log refuses every DELETE.

Tests with real transactions (`transaction=True`) end with a flush. On SQLite that is a DELETE of every row, which
the triggers of the log refuse, as they should. Here they are taken away, the rows deleted, and the same triggers
put back, in one transaction. On PostgreSQL the flush is a TRUNCATE, which triggers on rows do not see.

Loaded as a plugin of pytest (`-p tests.log_flush`) or by importing the fixture in a conftest.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.sqlite3.base import DatabaseWrapper

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'log\\_%' ESCAPE '\\'"


@pytest.fixture(scope="session", autouse=True)
def log_may_be_emptied_between_tests() -> Iterator[None]:
    """Wrap Django's flush for SQLite for the whole session."""
    operations = DatabaseWrapper.ops_class
    original = operations.execute_sql_flush

    def flush(self: Any, sql_list: list[str]) -> Any:
        with self.connection.cursor() as cursor:
            cursor.execute(TRIGGERS)
            triggers = cursor.fetchall()
        drops = [f'DROP TRIGGER "{name}"' for name, _sql in triggers]
        return original(self, [*drops, *sql_list, *(sql for _name, sql in triggers)])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", flush)
        yield
