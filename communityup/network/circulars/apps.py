"""The circulars app."""

from django.apps import AppConfig


class CircularsConfig(AppConfig):
    """Messages to who registered for a session."""

    name = "communityup.network.circulars"

    def ready(self) -> None:
        """Put the way to messages on the page of a session, and say what is personal."""
        from communityup.network.circulars import privacy, queries
        from communityup.network.circulars.notices import register as register_notices
        from communityup.network.meetings.queries import register_around
        from communityup.texts.queries import register_kinds

        register_around(queries.around)
        register_notices()
        register_kinds(*privacy.KINDS)
