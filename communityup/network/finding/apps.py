"""The finding app."""

from django.apps import AppConfig


class FindingConfig(AppConfig):
    """What one finds of networks by words, for the page on which one searches everything."""

    name = "communityup.network.finding"
