"""The codes app."""

from django.apps import AppConfig


class CodesConfig(AppConfig):
    """Codes on paper, and shared counters of tries."""

    name = "communityup.codes"
