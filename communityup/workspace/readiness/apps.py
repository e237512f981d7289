"""The readiness app."""

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ReadinessConfig(AppConfig):
    """Being ready: a short round about the conditions for success, talked about and followed by a step."""

    name = "communityup.workspace.readiness"

    def ready(self) -> None:
        """Offer it in the lead-in and name it in the checklist: advice, never a gate (R21)."""
        from communityup.questionnaires.queries import register_pages
        from communityup.texts.queries import register_kinds
        from communityup.workspace.challenges.models import Phase, Template
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.facilitation.queries import Step, register_step
        from communityup.workspace.phases.queries import Item, register_checklist
        from communityup.workspace.readiness import actions, permissions, privacy, queries
        from communityup.workspace.readiness.notices import register as register_notices
        from communityup.workspace.tasks.queries import register_tasks

        register_part(
            Part(
                key="readiness",
                label=_("Are we ready?"),
                why=_("Seven short questions before you go on. “Not yet” is a good answer too."),
                url_name="readiness:page",
                order=95,
                state=queries.state,
            )
        )
        register_checklist(
            Item(
                key="readiness",
                phase=Phase.LEAD_IN,
                label=_("You talked about being ready"),
                url_name="readiness:page",
                done=queries.spoken_about,
                since=Template.HEAVY,
                order=70,
            )
        )
        register_step(
            Step(
                prefix=permissions.OPEN_CHECK,
                label=lambda _act: _("Ask everybody whether we are ready"),
                carry_out=actions.open_prepared,
                url=lambda act: reverse("readiness:page", args=[act.challenge.slug]),
            )
        )
        register_step(
            Step(
                prefix=permissions.CLOSE_CHECK,
                label=lambda _act: _("Close the round about being ready, so that nobody answers any more"),
                carry_out=actions.close_prepared,
                url=queries.page_of_step,
                two_parties=True,
            )
        )
        register_step(
            Step(
                prefix=permissions.END_CHECK,
                label=queries.label_of_ending,
                carry_out=actions.end_prepared,
                url=queries.page_of_step,
            )
        )
        register_tasks(queries.tasks)
        register_tasks(queries.unanswered)
        register_pages(queries.page_of_round)
        register_notices()
        register_kinds(*privacy.KINDS)
