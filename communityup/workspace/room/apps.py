"""The room app."""

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """The overview of a challenge, its log and its phases."""

    name = "communityup.workspace.room"
