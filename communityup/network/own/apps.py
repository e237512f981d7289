"""The own app."""

from django.apps import AppConfig


class OwnConfig(AppConfig):
    """What of all networks is somebody's own, for their own page."""

    name = "communityup.network.own"
