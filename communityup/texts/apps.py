"""The texts app."""

from django.apps import AppConfig


class TextsConfig(AppConfig):
    """Every human text as immutable versions."""

    name = "communityup.texts"

    def ready(self) -> None:
        """Let an export of the log hold the words behind its commitments."""
        from communityup.log.exports import register_bodies
        from communityup.texts.exports import bodies

        register_bodies(bodies)
