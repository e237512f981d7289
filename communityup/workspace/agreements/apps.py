"""The agreements app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """Who does what, when, and how we see it; confirmed by both sides."""

    name = "communityup.workspace.agreements"

    def ready(self) -> None:
        """Put the tab in the frame of a challenge."""
        from communityup.workspace.challenges.queries import register_tab

        register_tab("agreements", _("Agreements"), "agreements:page", 70)
