"""The reach app."""

from django.apps import AppConfig


class ReachConfig(AppConfig):
    """Reaching people: passing an invitation on, share link, poster, contact, practice challenges."""

    name = "communityup.workspace.reach"

    def ready(self) -> None:
        """Say who hears about what happens here."""
        from communityup.workspace.reach.notices import register as register_notices

        register_notices()
