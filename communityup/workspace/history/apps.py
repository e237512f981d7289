"""The history app."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """What went before, in each teller's words, and old promises with their follow-up."""

    name = "communityup.workspace.history"
