"""The acquaintance app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AcquaintanceConfig(AppConfig):
    """Getting to know each other: introductions, coffee pairs across parties, and visits to each other's place."""

    name = "communityup.workspace.acquaintance"

    def ready(self) -> None:
        """Offer it in the lead-in, let it be off, and say what is personal and what goes when somebody leaves."""
        from communityup.people.privacy import register_erasure, register_move
        from communityup.texts.queries import register_kinds, register_objects
        from communityup.workspace.acquaintance import actions, permissions, privacy, queries
        from communityup.workspace.acquaintance.notices import register as register_notices
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.setup.queries import Module, register_module
        from communityup.workspace.tasks.queries import register_tasks

        register_module(
            Module(
                key=permissions.KEY,
                label=_("Getting to know each other"),
                why=_("Cards, coffee across parties, and visits."),
                order=25,
                stays=frozenset({"acquaintance:erase", "acquaintance:stop_coffee"}),
            )
        )
        register_part(
            Part(
                key=permissions.KEY,
                label=_("Getting to know each other"),
                why=_("Whoever knows each other a little dares to say more."),
                url_name="acquaintance:page",
                order=33,
                state=queries.state,
            )
        )
        register_erasure(actions.forget_acquaintance)
        register_move(actions.bring_introduction)
        register_tasks(queries.tasks)
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
        register_notices()
