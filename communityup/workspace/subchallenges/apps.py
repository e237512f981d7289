"""The subchallenges app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubchallengesConfig(AppConfig):
    """A challenge split in parts that keep the whole in view: sub-challenges, both ways."""

    name = "communityup.workspace.subchallenges"

    def ready(self) -> None:
        """Offer splitting in the lead-in."""
        from communityup.workspace.challenges.models import Template
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.subchallenges.notices import register as register_notices

        register_part(
            Part(
                key="subchallenges",
                label=_("Sub-challenges"),
                why=_("Is this too big for one conversation? Split a part off, and keep the whole in view."),
                url_name="subchallenges:page",
                order=70,
                since=Template.REGULAR,
            )
        )
        register_notices()
