"""The continuity app."""

from django.apps import AppConfig


class ContinuityConfig(AppConfig):
    """Who is there again at a session, and who introduces themselves to the others."""

    name = "communityup.network.continuity"

    def ready(self) -> None:
        """Put the figures and the way to introductions on the page of a session."""
        from communityup.network.continuity import privacy, queries
        from communityup.network.continuity.notices import register as register_notices
        from communityup.network.meetings.queries import register_for_who_comes, register_told
        from communityup.texts.queries import register_objects

        register_for_who_comes(queries.for_who_comes)
        register_told(queries.told)
        register_notices()
        register_objects(*privacy.OBJECTS)
