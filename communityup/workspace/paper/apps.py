"""The paper app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaperConfig(AppConfig):
    """Forms to print, and entering what somebody wrote on paper or said, for that person."""

    name = "communityup.workspace.paper"

    def ready(self) -> None:
        """Offer paper in the lead-in, and say what is personal and what goes when somebody leaves the platform."""
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds, register_objects
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.paper import actions, privacy, queries
        from communityup.workspace.paper.notices import register as register_notices
        from communityup.workspace.tasks.queries import register_tasks

        register_erasure(actions.forget_helped)
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
        register_part(
            Part(
                key="paper",
                label=_("On paper and spoken"),
                why=_("Let people take part who are not online: with a form, face to face or by phone."),
                url_name="paper:page",
                order=36,
                state=queries.state,
            )
        )
        register_tasks(queries.tasks)
        register_notices()
