"""What an operator is told when the database of the site cannot do what a command asks."""

from django.db import DatabaseError

from communityup.base import database_trouble

# The table or column does not exist: what SQLite says, and the codes of PostgreSQL.
_UNKNOWN = ("no such table", "no such column")
_UNKNOWN_STATES = {"42P01", "42703"}


def sentence_about(problem: Exception) -> str | None:
    """Return what to tell; None when it is no matter of the database, or a fault of ours."""
    if not isinstance(problem, DatabaseError):
        return None
    state = getattr(problem.__cause__, "sqlstate", None)
    if state in _UNKNOWN_STATES or str(problem).startswith(_UNKNOWN):
        return "The database lacks tables of this version: run `communityup migrate` first. Nothing was changed."
    return database_trouble.sentence_about(problem)
