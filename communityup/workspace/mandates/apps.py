"""The mandates app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MandatesConfig(AppConfig):
    """What a representative may promise, and the commitment of each party."""

    name = "communityup.workspace.mandates"

    def ready(self) -> None:
        """Offer mandates in the lead-in, show them at every decision, and say who stands behind a party."""
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds, register_objects
        from communityup.workspace.challenges.models import Phase, Template
        from communityup.workspace.challenges.queries import Part, register_part, register_sponsors
        from communityup.workspace.consent.queries import register_mandates
        from communityup.workspace.mandates import actions, privacy, queries
        from communityup.workspace.mandates.notices import register as register_notices
        from communityup.workspace.phases.queries import Item, register_checklist
        from communityup.workspace.tasks.queries import register_tasks

        register_erasure(actions.forget_mandates)
        register_mandates(queries.said)
        register_sponsors(queries.sponsor_of)
        register_tasks(queries.tasks)
        register_part(
            Part(
                key="mandates",
                label=_("What may I promise?"),
                why=_("So nobody counts on a yes that must go back to others first."),
                url_name="mandates:page",
                order=40,
                state=queries.state,
                since=Template.REGULAR,
            )
        )
        register_checklist(
            Item(
                key="mandates",
                phase=Phase.LEAD_IN,
                label=_("Every party said what it may promise"),
                url_name="mandates:page",
                done=queries.all_said,
                since=Template.REGULAR,
                order=40,
            )
        )
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
