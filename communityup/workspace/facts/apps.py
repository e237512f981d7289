"""The facts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    """Looking for facts together: a question, a source that all parties chose, and the answer in plain words."""

    name = "communityup.workspace.facts"

    def ready(self) -> None:
        """Offer it, let the source be a question to all parties, and put what is asked in the tasks."""
        from communityup.texts.queries import register_kinds
        from communityup.workspace.challenges.models import Template
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.consent.models import by_round
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.facts import actions, privacy, queries, tasks
        from communityup.workspace.facts.notices import register as register_notices
        from communityup.workspace.setup.queries import Module, register_module
        from communityup.workspace.tasks.queries import register_tasks

        register_module(
            Module(
                key="facts",
                label=_("Finding facts together"),
                why=_("Questions that can be found out, with a source that all parties choose."),
                order=45,
                stays=frozenset({"facts:take_back", "facts:take_document_back"}),
            )
        )
        register_subject(
            Subject(
                prefix=queries.SOURCE,
                label=queries.label_of,
                why=queries.why_of,
                carry_out=actions.agree_on_source,
                url=queries.url_of,
                part="facts",
                things=by_round(queries.sources),
                counts=queries.source_counts,
            )
        )
        register_tasks(tasks.tasks)
        register_part(
            Part(
                key="facts",
                label=_("Finding facts together"),
                why=_(
                    "When you see the facts differently: choose together who looks into it, and read it in plain words."
                ),
                url_name="facts:page",
                order=67,
                state=queries.state,
                since=Template.REGULAR,
            )
        )
        register_notices()
        register_kinds(*privacy.KINDS)
