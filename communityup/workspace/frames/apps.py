"""The frames app."""

from django.apps import AppConfig


class FramesConfig(AppConfig):
    """What is fixed, negotiable or open, and plans that run beside this challenge."""

    name = "communityup.workspace.frames"
