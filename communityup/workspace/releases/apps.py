"""The releases app."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """Figures published only when they give no single answer away."""

    name = "communityup.workspace.releases"

    def ready(self) -> None:
        """Say who hears about it."""
        from communityup.workspace.releases.notices import register as register_notices

        register_notices()
