"""The series app."""

from django.apps import AppConfig


class SeriesConfig(AppConfig):
    """Sessions that come back: one plan, one letter, and changes to this one or to this and the later ones."""

    name = "communityup.network.series"

    def ready(self) -> None:
        """Put the series on the page of its sessions, and say who hears about it."""
        from communityup.network.meetings.queries import register_around, register_beside_list
        from communityup.network.series import queries
        from communityup.network.series.notices import register as register_notices

        register_around(queries.around)
        register_beside_list(queries.beside)
        register_notices()
