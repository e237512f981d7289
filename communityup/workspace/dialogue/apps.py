"""The dialogue app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialogueConfig(AppConfig):
    """Thoughts and private answers."""

    name = "communityup.workspace.dialogue"

    def ready(self) -> None:
        """Put the tab in the frame of a challenge, and say what goes when somebody leaves the platform."""
        from communityup.people.privacy import register_erasure
        from communityup.workspace.challenges.queries import register_tab
        from communityup.workspace.dialogue.actions import forget_participant
        from communityup.workspace.dialogue.notices import register as register_notices

        register_tab("dialogue", _("Dialogue"), "dialogue:page", 40)
        register_erasure(forget_participant)
        register_notices()
