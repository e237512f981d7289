"""The formal app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormalConfig(AppConfig):
    """Formal decisions of council, executive or board, beside what the table decided."""

    name = "communityup.workspace.formal"

    def ready(self) -> None:
        """Offer the formal decisions in the lead-in."""
        from communityup.texts.queries import register_kinds
        from communityup.workspace.challenges.models import Template
        from communityup.workspace.challenges.queries import Part, register_marks, register_part
        from communityup.workspace.formal import privacy, queries
        from communityup.workspace.formal.notices import register as register_notices

        register_part(
            Part(
                key="formal",
                label=_("Formal decisions"),
                why=_("What the table agrees is no decision of the council. Both stand here, beside each other."),
                url_name="formal:page",
                order=82,
                state=queries.state,
                since=Template.HEAVY,
            )
        )
        register_marks(queries.marks)
        register_notices()
        register_kinds(*privacy.KINDS)
