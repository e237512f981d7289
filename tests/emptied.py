"""Empties the database after a test with real transactions (`transaction=True`), although the log refuses every DELETE.

Django's own way empties all tables and then makes the names of models and permissions anew: seconds for a test on
PostgreSQL, where each table takes files of its own. Here only what holds rows is emptied, and those names stay. The
triggers of the log are away meanwhile: on SQLite they are taken and put back in the same transaction, on PostgreSQL
they sleep for this session, as do references.

Loaded as a plugin of pytest (`-p tests.emptied`).
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

from tests.tables import filled

KEPT = {"django_migrations", "django_content_type", "auth_permission"}
TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'log\\_%' ESCAPE '\\'"


@pytest.fixture(scope="session", autouse=True)
def emptied_quickly() -> Iterator[None]:
    """Put this in the place of Django's flush for the whole session."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _self: empty())
        yield


def empty() -> None:
    """Delete every row of every table of ours."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    deletes = [
        f"DELETE FROM {connection.ops.quote_name(name)}"  # noqa: S608 - our own names
        for name in filled([name for name in names if name not in KEPT])
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        triggers = _triggers(cursor) if connection.vendor == "sqlite" else []
        for statement in [*(f'DROP TRIGGER "{name}"' for name, _sql in triggers), *deletes]:
            cursor.execute(statement)
        for _name, statement in triggers:
            cursor.execute(statement)


def _triggers(cursor: Any) -> list[tuple[str, str]]:
    cursor.execute(TRIGGERS)
    found: list[tuple[str, str]] = cursor.fetchall()
    return found
