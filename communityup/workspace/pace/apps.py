"""The pace app."""

from django.apps import AppConfig


class PaceConfig(AppConfig):
    """The pace of a challenge: a step back that stops the clock, signals, and dates set from outside."""

    name = "communityup.workspace.pace"
