"""The acquaintance app."""

from django.apps import AppConfig


class AcquaintanceConfig(AppConfig):
    """Getting to know each other: introductions and coffee pairs across parties."""

    name = "communityup.workspace.acquaintance"
