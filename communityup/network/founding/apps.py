"""The founding app."""

from django.apps import AppConfig


class FoundingConfig(AppConfig):
    """Networks that people ask for on the site."""

    name = "communityup.network.founding"

    def ready(self) -> None:
        """Say who hears, what is personal, and what goes with somebody who leaves."""
        from communityup.network.founding import actions, privacy
        from communityup.network.founding.notices import register as register_notices
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_objects

        register_notices()
        register_objects(*privacy.OBJECTS)
        register_erasure(actions.forget_person)
