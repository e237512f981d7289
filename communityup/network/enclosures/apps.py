"""The enclosures app."""

from django.apps import AppConfig


class EnclosuresConfig(AppConfig):
    """Files that go with a practice: added while it is written, agreed with it, and taken away at any moment."""

    name = "communityup.network.enclosures"

    def ready(self) -> None:
        """Say who hears of files, and how public their titles are."""
        from communityup.network.enclosures import privacy
        from communityup.network.enclosures.notices import register as register_notices
        from communityup.texts.queries import register_kinds

        register_notices()
        register_kinds(*privacy.KINDS)
