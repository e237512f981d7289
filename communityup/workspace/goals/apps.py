"""The goals app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GoalsConfig(AppConfig):
    """Interests per party and goals that are shared by consent."""

    name = "communityup.workspace.goals"

    def ready(self) -> None:
        """Put the tab in the frame, the shared goals on every page of a challenge, and what waits in the tasks."""
        from communityup.texts.queries import register_kinds
        from communityup.workspace.challenges.models import Phase
        from communityup.workspace.challenges.queries import Part, register_goals, register_part, register_tab
        from communityup.workspace.consent.queries import register_elsewhere, register_lasting
        from communityup.workspace.corrections.queries import Correctable, register_correctable
        from communityup.workspace.formal.queries import register_outcomes
        from communityup.workspace.goals import models, notices, permissions, privacy, queries, tasks
        from communityup.workspace.phases.queries import Item, register_checklist, register_gate
        from communityup.workspace.silence.queries import register_waits
        from communityup.workspace.tasks.queries import register_tasks

        register_outcomes(queries.decided)
        register_tasks(tasks.tasks)
        register_tasks(tasks.questions_waiting)
        register_goals(queries.shared_goals)
        register_part(
            Part(
                key="goals",
                label=_("Interests and goals"),
                why=_("So everybody knows what matters to whom, and what you want to reach together."),
                url_name="goals:page",
                order=60,
                firm=True,
            )
        )
        register_lasting("goal", queries.LASTING)
        register_gate(Phase.DECIDING, permissions.refuse_without_interests)
        register_waits(queries.interests_wait, label=_("The interests of this party"), url_name="goals:interests")
        register_elsewhere(
            "goal", "retire", label=queries.asked_label, url=queries.asked_url, things=queries.goals_asked
        )
        register_checklist(
            Item(
                key="interests",
                phase=Phase.INTERESTS,
                label=_("Every party wrote what it needs"),
                url_name="goals:interests",
                done=lambda challenge: not permissions.lacking_interests(challenge),
                order=10,
            ),
            Item(
                key="goals",
                phase=Phase.INTERESTS,
                label=_("There is a shared goal"),
                url_name="goals:page",
                done=lambda challenge: bool(queries.shared_goals(challenge)),
                order=20,
            ),
        )
        register_correctable(
            Correctable(prefix="goal", label=_("A goal"), find=queries.correctable, longest=models.GOAL_LENGTH),
        )
        register_tab("goals", _("Goals"), "goals:page", 30)
        notices.register()
        register_kinds(*privacy.KINDS)
