"""The frames app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FramesConfig(AppConfig):
    """What is fixed, negotiable or open for each party, and by which rule."""

    name = "communityup.workspace.frames"

    def ready(self) -> None:
        """Offer frames in the lead-in, mark in place what a late one touches, and let that be asked anew."""
        from communityup.texts.queries import register_kinds
        from communityup.workspace.challenges.models import Phase, Template
        from communityup.workspace.challenges.queries import Part, register_marks, register_part
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.frames import actions, privacy, queries
        from communityup.workspace.frames.notices import register as register_notices
        from communityup.workspace.phases.queries import Item, register_checklist
        from communityup.workspace.tasks.queries import register_tasks

        register_subject(
            Subject(
                prefix=queries.FRAME,
                label=queries.label,
                why=queries.why,
                carry_out=actions.stands_again,
                url=queries.url,
                firm=True,
                things=queries.touched,
            )
        )
        register = queries.register_touchable
        register(queries.Touchable(prefix=queries.GOAL, things=queries.goals, reopen=actions.ask_goal_again))
        register(queries.Touchable(prefix=queries.ROUND, things=queries.rounds, reopen=actions.ask_round_again))
        register_marks(queries.marks)
        register_tasks(queries.tasks)
        register_part(
            Part(
                key="frames",
                label=_("What is fixed already?"),
                why=_("So nobody talks about what was settled before, and all see what is open."),
                url_name="frames:page",
                order=50,
                state=queries.state,
                since=Template.REGULAR,
            )
        )
        register_checklist(
            Item(
                key="frames",
                phase=Phase.LEAD_IN,
                label=_("Somebody told what is fixed and what is open"),
                url_name="frames:page",
                done=queries.told,
                since=Template.REGULAR,
                order=35,
            )
        )
        register_notices()
        register_kinds(*privacy.KINDS)
