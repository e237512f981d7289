"""Which errors of the two databases are a passing trouble, and which a fault of ours."""

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, InternalError, OperationalError

from communityup.base.database_trouble import sentence_about


def raised(kind: type[DatabaseError | InterfaceError], cause: BaseException) -> BaseException:
    error = kind(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(("cause", "kind", "word"), [
    (psycopg.errors.DeadlockDetected("x"), OperationalError, "same moment"),
    (psycopg.errors.SerializationFailure("x"), OperationalError, "same moment"),
    (psycopg.errors.LockNotAvailable("x"), OperationalError, "same moment"),
    (psycopg.errors.TooManyConnections("x"), OperationalError, "same moment"),
    (psycopg.errors.DiskFull("x"), OperationalError, "cannot save"),
    (psycopg.errors.ReadOnlySqlTransaction("x"), InternalError, "cannot save"),
    (psycopg.errors.AdminShutdown("x"), OperationalError, "cannot reach"),
    (psycopg.OperationalError("connection refused"), OperationalError, "cannot reach"),
    (psycopg.InterfaceError("the connection is closed"), InterfaceError, "cannot reach"),
])  # fmt: skip
def test_troubles_of_postgresql_have_a_sentence(cause: Exception, kind: type[DatabaseError], word: str) -> None:
    from django.utils.translation import override

    with override("en"):
        assert word in str(sentence_about(raised(kind, cause)))


@pytest.mark.parametrize("fault", [
    raised(IntegrityError, psycopg.errors.UniqueViolation("x")),
    raised(DatabaseError, psycopg.errors.UndefinedTable("x")),
    raised(DatabaseError, psycopg.DataError("value too long")),
    OperationalError("no such column: x"),
    ValueError("database is locked"),
    None,
])  # fmt: skip
def test_faults_have_none(fault: BaseException | None) -> None:
    assert sentence_about(fault) is None
