"""The gatherings app."""

from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    """Coming together: a rough date or a moment, a place, and the day for one's calendar."""

    name = "communityup.gatherings"

    def ready(self) -> None:
        """Say what is kept of people here."""
        from communityup.gatherings import privacy
        from communityup.texts.queries import register_objects

        register_objects(*privacy.OBJECTS)
