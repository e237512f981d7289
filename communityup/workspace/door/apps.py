"""The door app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DoorConfig(AppConfig):
    """The formal door: requests to a body that decides by law, with receipt, deadline, source and answer."""

    name = "communityup.workspace.door"

    def ready(self) -> None:
        """Offer the formal door in the lead-in, and put what waits for an answer in the tasks of who was asked."""
        from communityup.texts.queries import register_kinds
        from communityup.workspace.challenges.models import Template
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.door import privacy, queries
        from communityup.workspace.door.notices import register as register_notices
        from communityup.workspace.setup.queries import Module, register_module
        from communityup.workspace.tasks.queries import register_tasks

        register_module(
            Module(
                key="door",
                label=_("Formal door"),
                why=_("Requests to who decides by law."),
                order=60,
                stays=frozenset({"door:take_back"}),
            )
        )
        register_tasks(queries.tasks)
        register_part(
            Part(
                key="door",
                label=_("Formal door"),
                why=_(
                    "For who wants to ask something by law too: participation ordinance, right to challenge, procedure."
                ),
                url_name="door:page",
                order=84,
                state=queries.state,
                since=Template.HEAVY,
            )
        )
        register_notices()
        register_kinds(*privacy.KINDS)
