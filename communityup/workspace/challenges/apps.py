"""The challenges app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from communityup.ui.queries import register_menu


class ChallengesConfig(AppConfig):
    """Identity of a challenge, its parties and their people."""

    name = "communityup.workspace.challenges"

    def ready(self) -> None:
        """Put the challenges in the menu, and say what leaving the platform means for parties."""
        from communityup.log.exports import register_public
        from communityup.organisations.permissions import register_bearers
        from communityup.people.privacy import register_consequence
        from communityup.texts.queries import register_kinds, register_objects
        from communityup.workspace.challenges import privacy
        from communityup.workspace.challenges.exports import public_streams
        from communityup.workspace.challenges.notices import register as register_notices
        from communityup.workspace.challenges.privacy import parties_that_leave_too

        register_menu(_("Challenges"), "challenges:list", 10)
        register_consequence(parties_that_leave_too)
        register_public(public_streams)
        register_bearers("parties")
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
