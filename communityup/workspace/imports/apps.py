"""The imports app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Conversations that were held elsewhere, brought here as open data."""

    name = "communityup.workspace.imports"
