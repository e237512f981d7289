"""The calendars app."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """The calendar of a network, for who keeps their days in a calendar of their own."""

    name = "communityup.network.calendars"

    def ready(self) -> None:
        """Put the way to the calendar beside the list of sessions."""
        from communityup.network.calendars import queries
        from communityup.network.meetings.queries import register_beside_list

        register_beside_list(queries.beside)
