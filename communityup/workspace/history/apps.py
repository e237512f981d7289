"""The history app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    """What went before, in each teller's words, and old promises with their follow-up."""

    name = "communityup.workspace.history"

    def ready(self) -> None:
        """Offer history in the lead-in, and put old promises in the tasks of the parties that they concern."""
        from communityup.texts.queries import register_kinds
        from communityup.workspace.challenges.models import Phase, Template
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.history import privacy, queries
        from communityup.workspace.history.notices import register as register_notices
        from communityup.workspace.phases.queries import Item, register_checklist
        from communityup.workspace.setup.queries import Module, register_module
        from communityup.workspace.tasks.queries import register_tasks

        register_module(
            Module(
                key="history",
                label=_("What went before?"),
                why=_("What each party remembers, and old promises."),
                order=30,
                stays=frozenset({"history:take_back", "history:take_reading_back"}),
            )
        )
        register_tasks(queries.tasks)
        register_part(
            Part(
                key="history",
                label=_("What went before?"),
                why=_("Old promises and hurt weigh less once everybody could tell them in own words."),
                url_name="history:page",
                order=45,
                state=queries.state,
                since=Template.REGULAR,
            )
        )
        register_checklist(
            Item(
                key="history",
                phase=Phase.LEAD_IN,
                label=_("Somebody told what went before"),
                url_name="history:page",
                done=lambda challenge: bool(queries.state(challenge)),
                since=Template.REGULAR,
                order=45,
            )
        )
        register_notices()
        register_kinds(*privacy.KINDS)
