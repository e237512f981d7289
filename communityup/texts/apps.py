"""The texts app."""

from django.apps import AppConfig


class TextsConfig(AppConfig):
    """Every human text as immutable versions."""

    name = "communityup.texts"

    def ready(self) -> None:
        """Let an export of the log hold the words behind its commitments, and forget who wrote when somebody leaves."""
        from communityup.log.exports import register_bodies
        from communityup.people.privacy import register_erasure
        from communityup.texts.actions import forget_author
        from communityup.texts.exports import bodies

        register_bodies(bodies)
        register_erasure(forget_author)
