"""The grip app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GripConfig(AppConfig):
    """What each party holds, shares and lets go, per subject, side by side."""

    name = "communityup.workspace.grip"

    def ready(self) -> None:
        """Offer the table when a challenge needs it, and let all parties switch it off."""
        from communityup.texts.queries import register_kinds
        from communityup.workspace.challenges.models import Template
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.grip import privacy, queries
        from communityup.workspace.grip.notices import register as register_notices
        from communityup.workspace.setup.queries import Module, register_module

        register_module(
            Module(
                key="grip",
                label=_("Hold, share, let go"),
                why=_("What each party holds, shares or lets go, in one table."),
                order=47,
                stays=frozenset({"grip:take_back"}),
            )
        )
        register_part(
            Part(
                key="grip",
                label=_("Hold, share, let go"),
                why=_("Letting go begins with saying what you hold: each party for itself, all see it."),
                url_name="grip:page",
                order=68,
                state=queries.state,
                since=Template.HEAVY,
            )
        )
        register_notices()
        register_kinds(*privacy.KINDS)
