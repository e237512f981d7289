"""The agreements app."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Who, what, when, and how we see it."""

    name = "communityup.workspace.agreements"
