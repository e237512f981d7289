"""The challenges app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from communityup.ui.queries import register_menu


class ChallengesConfig(AppConfig):
    """Identity of a challenge, its parties and their people."""

    name = "communityup.workspace.challenges"

    def ready(self) -> None:
        """Put the challenges in the menu of every page."""
        register_menu(_("Challenges"), "challenges:list", 10)
