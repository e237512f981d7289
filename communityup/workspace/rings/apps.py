"""The rings app."""

from django.apps import AppConfig


class RingsConfig(AppConfig):
    """How close somebody stands: table, around it, following; and the number of places."""

    name = "communityup.workspace.rings"
