"""The tracks app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TracksConfig(AppConfig):
    """Other plans in the same place that run beside this challenge, and what one talks about because of them."""

    name = "communityup.workspace.tracks"

    def ready(self) -> None:
        """Offer parallel tracks in the lead-in, and put what is on the agenda in the tasks of the parties."""
        from communityup.texts.queries import register_kinds
        from communityup.workspace.challenges.models import Template
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.setup.queries import Module, register_module
        from communityup.workspace.tasks.queries import register_tasks
        from communityup.workspace.tracks import privacy, queries
        from communityup.workspace.tracks.notices import register as register_notices

        register_module(
            Module(
                key="tracks",
                label=_("Parallel tracks"),
                why=_("What runs beside this challenge and touches it."),
                order=40,
                stays=frozenset({"tracks:take_back"}),
            )
        )
        register_tasks(queries.tasks)
        register_part(
            Part(
                key="tracks",
                label=_("Parallel tracks"),
                why=_("Other plans, rules or cuts in the same place: better on the table early than found out late."),
                url_name="tracks:page",
                order=65,
                state=queries.state,
                since=Template.REGULAR,
            )
        )
        register_notices()
        register_kinds(*privacy.KINDS)
