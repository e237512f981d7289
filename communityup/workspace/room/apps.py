"""The room app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoomConfig(AppConfig):
    """The overview of a challenge, its parties page, its log, its phases and its publicity."""

    name = "communityup.workspace.room"

    def ready(self) -> None:
        """Add this app's tabs to the frame of a challenge."""
        from communityup.workspace.challenges.queries import register_tab

        register_tab("overview", _("Overview"), "room:overview", 10)
        register_tab("parties", _("Parties"), "room:parties", 20)
        register_tab("log", _("Log"), "room:log", 100)
