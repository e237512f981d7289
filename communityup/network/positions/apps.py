"""The positions app."""

from django.apps import AppConfig


class PositionsConfig(AppConfig):
    """Where am I: a member tells itself how far it is on each condition for success; nobody else reads it."""

    name = "communityup.network.positions"

    def ready(self) -> None:
        """Say who hears about it, and who may read it: nobody else."""
        from communityup.network.positions import privacy
        from communityup.network.positions.notices import register as register_notices
        from communityup.texts.queries import register_objects

        register_notices()
        register_objects(*privacy.OBJECTS)
