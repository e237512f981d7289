"""The releases app."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """Figures published only when they give no single answer away."""

    name = "communityup.workspace.releases"
