"""The goals app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GoalsConfig(AppConfig):
    """Interests per party and goals that are shared by consent."""

    name = "communityup.workspace.goals"

    def ready(self) -> None:
        """Put the tab in the frame, the shared goals on every page of a challenge, and what waits in the tasks."""
        from communityup.texts.queries import register_kinds
        from communityup.workspace.challenges.queries import Part, register_goals, register_part, register_tab
        from communityup.workspace.formal.queries import register_outcomes
        from communityup.workspace.goals import privacy
        from communityup.workspace.goals.notices import register as register_notices
        from communityup.workspace.goals.queries import decided, questions_waiting, shared_goals, tasks
        from communityup.workspace.tasks.queries import register_tasks

        register_outcomes(decided)
        register_tasks(tasks)
        register_tasks(questions_waiting)
        register_goals(shared_goals)
        register_part(
            Part(
                key="goals",
                label=_("Interests and goals"),
                why=_("So everybody knows what matters to whom, and what you want to reach together."),
                url_name="goals:page",
                order=60,
            )
        )
        register_tab("goals", _("Goals"), "goals:page", 30)
        register_notices()
        register_kinds(*privacy.KINDS)
