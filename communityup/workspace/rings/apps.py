"""The rings app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RingsConfig(AppConfig):
    """How close somebody stands: table, around it, following; and the number of places."""

    name = "communityup.workspace.rings"

    def ready(self) -> None:
        """Offer the rings in the lead-in, let places be a question to all parties, and say when a substitute acts."""
        from django.urls import reverse

        from communityup.texts.queries import register_kinds, register_objects
        from communityup.workspace.challenges.permissions import register_absence
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.rings import actions, privacy, queries
        from communityup.workspace.rings.notices import register as register_notices
        from communityup.workspace.tasks.queries import register_tasks

        register_absence(queries.is_absent)
        register_tasks(queries.tasks)
        register_tasks(queries.asking_tasks)
        register_tasks(queries.part_tasks)
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
        register_subject(
            Subject(
                prefix=queries.PLACES,
                label=queries.label,
                why=lambda _asked: _(
                    "One more place means one more for every party. A small table decides more easily."
                ),
                carry_out=actions.set_places,
                url=lambda asked: reverse("rings:page", args=[asked.challenge.slug]),
            )
        )
        register_part(
            Part(
                key="rings",
                label=_("Who takes part?"),
                why=_("At the table, around it, or following: everybody chooses how close."),
                url_name="rings:page",
                order=30,
                state=queries.state,
            )
        )
        register_notices()
