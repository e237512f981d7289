"""The dialogue app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialogueConfig(AppConfig):
    """Thoughts and private answers."""

    name = "communityup.workspace.dialogue"

    def ready(self) -> None:
        """Put the tab in the frame of a challenge."""
        from communityup.workspace.challenges.queries import register_tab

        register_tab("dialogue", _("Dialogue"), "dialogue:page", 40)
