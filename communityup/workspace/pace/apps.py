"""The pace app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaceConfig(AppConfig):
    """The pace of a challenge: a step back that stops the clock, signals, and dates set from outside."""

    name = "communityup.workspace.pace"

    def ready(self) -> None:
        """Offer the pace in the lead-in, and let going on be a question to all parties."""
        from django.urls import reverse

        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds, register_objects
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.facilitation.permissions import register_waiting
        from communityup.workspace.facilitation.queries import Step, register_step
        from communityup.workspace.pace import actions, privacy, queries
        from communityup.workspace.pace.notices import register as register_notices
        from communityup.workspace.silence.queries import register_going_on
        from communityup.workspace.tasks.queries import register_tasks

        register_going_on(queries.GO_ON)
        register_erasure(actions.forget_signals)
        register_subject(
            Subject(
                prefix=queries.GO_ON,
                label=lambda _asked: _("Go on after the step back"),
                why=lambda _asked: _("The clock runs again when every party agrees."),
                carry_out=actions.go_on,
                url=lambda asked: reverse("consent:question", args=[asked.challenge.slug, asked.public_id]),
                about_url=lambda asked: reverse("pace:page", args=[asked.challenge.slug]),
                while_paused=True,
            )
        )
        register_step(
            Step(
                prefix=queries.STEP_BACK,
                label=lambda _act: _("A party asks for one more step back than agreed"),
                carry_out=actions.allow_prepared,
                while_paused=True,
                url=lambda act: reverse("pace:page", args=[act.challenge.slug]),
            )
        )
        register_waiting(queries.waiting)
        register_tasks(queries.tasks)
        register_part(
            Part(
                key="pace",
                label=_("Pace"),
                why=_("Too fast or too slow? Say so, or take a step back together."),
                url_name="pace:page",
                order=90,
                state=queries.state,
                firm=True,
            )
        )
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
