"""The treated app."""

from django.apps import AppConfig


class TreatedConfig(AppConfig):
    """In which sessions learning questions were treated, shown with both."""

    name = "communityup.network.treated"

    def ready(self) -> None:
        """Show sessions with a question, and questions with a session."""
        from communityup.network.meetings.queries import register_around, register_told
        from communityup.network.peers.queries import register_sessions
        from communityup.network.treated import queries
        from communityup.network.treated.notices import register as register_notices

        register_sessions(queries.sessions_of)
        register_told(queries.told)
        register_around(queries.around)
        register_notices()
