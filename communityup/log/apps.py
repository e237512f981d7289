"""The log app."""

from django.apps import AppConfig


class LogConfig(AppConfig):
    """The open, sealed log."""

    name = "communityup.log"
