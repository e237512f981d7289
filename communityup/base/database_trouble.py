"""Which errors of the database are a passing trouble of the machine, with a sentence for the person who meets it."""

from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext as _

# What SQLite says (its codes are not kept by every driver).
_BUSY = ("database is locked", "database table is locked", "database is busy")
_CANNOT_WRITE = ("database or disk is full", "attempt to write a readonly database")
_CANNOT_READ = ("disk i/o error", "unable to open database file", "locking protocol")
# What PostgreSQL says: classes and codes of SQLSTATE.
_BUSY_STATES = ("40", "55P03", "57014", "53300")
_CANNOT_WRITE_STATES = ("25006", "53100", "53200")
_CANNOT_READ_STATES = ("08", "57P", "58")


def sentence_about(exception: BaseException | None) -> str | None:
    """Return what to tell the person; None when the exception is a fault of ours or no matter of the database."""
    if not isinstance(exception, DatabaseError | InterfaceError):
        return None
    if _is(exception, _BUSY, _BUSY_STATES):
        return _("Many people are saving something at the same moment. Nothing was saved yet. Try again in a moment.")
    if _is(exception, _CANNOT_WRITE, _CANNOT_WRITE_STATES):
        return _("The platform cannot save anything at the moment. Nothing was saved. You can go on reading.")
    if _is(exception, _CANNOT_READ, _CANNOT_READ_STATES) or _lost_connection(exception):
        return _("The platform cannot reach its database at the moment. Nothing was saved. Try again in a moment.")
    return None


def _is(exception: BaseException, messages: tuple[str, ...], states: tuple[str, ...]) -> bool:
    state = getattr(exception.__cause__, "sqlstate", None)
    if state:
        return str(state).startswith(states)
    return str(exception).lower().startswith(messages)


def _lost_connection(exception: BaseException) -> bool:
    """Say whether PostgreSQL is away: its driver then has no SQLSTATE to give."""
    cause = exception.__cause__
    module = type(cause).__module__
    return module.startswith("psycopg") and type(cause).__name__ in {"OperationalError", "InterfaceError"}
