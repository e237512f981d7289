"""The imports app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Conversations that were held elsewhere, brought here as open data."""

    name = "communityup.workspace.imports"

    def ready(self) -> None:
        """Say who hears about it."""
        from communityup.workspace.imports.notices import register as register_notices

        register_notices()
