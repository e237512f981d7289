"""The course app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CourseConfig(AppConfig):
    """The course of a challenge (koers): routes in versions, looked at again on a day, and who brings what in."""

    name = "communityup.workspace.course"

    def ready(self) -> None:
        """Put the tab in the frame, let a version be a question to all parties, and what is due in the tasks."""
        from communityup.texts.queries import register_kinds
        from communityup.workspace.challenges.models import Template
        from communityup.workspace.challenges.queries import Part, register_part, register_tab
        from communityup.workspace.consent.models import by_round
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.course import actions, privacy, queries
        from communityup.workspace.course.notices import register as register_notices
        from communityup.workspace.setup.queries import Module, register_module
        from communityup.workspace.tasks.queries import register_tasks

        register_subject(
            Subject(
                prefix=queries.ROUTE,
                label=queries.label,
                why=queries.why,
                reads=queries.words_asked,
                carry_out=actions.let_count,
                url=queries.url_of,
                part="course",
                things=by_round(queries.asked_versions),
                counts=lambda asked: not asked.thing.ends and asked.thing.route.current_id == asked.thing.pk,
            )
        )
        register_module(
            Module(key="course", label=_("Course"), why=_("Routes, and when you look at them again."), order=35)
        )
        register_tasks(queries.tasks)
        register_part(
            Part(
                key="course",
                label=_("Course"),
                why=_("The goals say where you want to go. Which ways lead there, and when do you look again?"),
                url_name="course:page",
                order=68,
                state=queries.state,
                since=Template.HEAVY,
            )
        )
        register_tab("course", _("Course"), "course:page", 35)
        register_notices()
        register_kinds(*privacy.KINDS)
