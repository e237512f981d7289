"""The mandates app."""

from django.apps import AppConfig


class MandatesConfig(AppConfig):
    """What a representative may promise, and the commitment of each party."""

    name = "communityup.workspace.mandates"
