"""The arrivals app."""

from django.apps import AppConfig


class ArrivalsConfig(AppConfig):
    """Coming in at a session: a badge to scan, badges to print, and the list as a spreadsheet."""

    name = "communityup.network.arrivals"

    def ready(self) -> None:
        """Put the badge on the pages of who comes, and badges and spreadsheet beside the list of who comes."""
        from communityup.network.arrivals import queries
        from communityup.network.meetings.queries import register_beside_attendance, register_for_who_comes

        register_for_who_comes(queries.for_who_comes)
        register_beside_attendance(queries.beside_attendance)
