"""The base app."""

from django.apps import AppConfig
from django.core import checks


class BaseConfig(AppConfig):
    """The floor under all apps."""

    name = "communityup.base"

    def ready(self) -> None:
        """Register the check that no database is opened by Django's own SQLite backend."""
        from communityup.base.startup import check_database_engines

        checks.register(check_database_engines)
