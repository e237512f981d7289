"""What must hold before the first request: asked at every start and by `communityup check`."""

from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections

STOCK_SQLITE = "django.db.backends.sqlite3"


def check_database_engines(**_options: Any) -> list[CheckMessage]:
    """Refuse Django's own SQLite backend: it knows no writer lock and may run on a faulty SQLite."""
    return [
        Error(
            f"The database {alias!r} uses Django's own SQLite backend.",
            hint="Use communityup.base.sqlite as its ENGINE, or PostgreSQL.",
            id="base.E001",
        )
        for alias, settings in connections.settings.items()
        if settings["ENGINE"] == STOCK_SQLITE
    ]
