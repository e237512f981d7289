"""The phases app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PhasesConfig(AppConfig):
    """The phases of a challenge, each with what helps before it ends; going on is a consent of all parties."""

    name = "communityup.workspace.phases"

    def ready(self) -> None:
        """Let a change of phase be a question to all parties, and begin the checklist of the lead-in."""
        from django.urls import reverse

        from communityup.texts.queries import register_kinds
        from communityup.workspace.challenges.models import Phase
        from communityup.workspace.consent.models import by_round
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.facilitation.queries import Step, register_step
        from communityup.workspace.phases import actions, permissions, privacy, queries
        from communityup.workspace.phases.models import Change
        from communityup.workspace.phases.notices import register as register_notices

        register_subject(
            Subject(
                prefix=queries.PHASE,
                label=queries.label,
                why=queries.why,
                carry_out=actions.carry_out,
                things=by_round(lambda: Change.objects.select_related("reason__current")),
                taken_back=actions.tell_all,
                url=lambda asked: reverse("phases:page", args=[asked.challenge.slug]),
            )
        )
        register_step(
            Step(
                prefix=queries.STEP,
                label=lambda act: (
                    _("Ask all parties to go to the phase %(phase)s")
                    % {"phase": queries.phase_label(act.about.partition(":")[2])}
                ),
                carry_out=actions.propose_prepared,
                url=lambda act: reverse("phases:page", args=[act.challenge.slug]),
            )
        )
        register_gate = queries.register_gate
        register_gate(Phase.INTERESTS, permissions.refuse_one_kind)
        queries.register_checklist(
            queries.Item(
                key="two_kinds",
                phase=Phase.LEAD_IN,
                label=_("Parties of two kinds take part"),
                url_name="room:parties",
                done=lambda challenge: not queries.kinds_missing(challenge),
                order=10,
            ),
            queries.Item(
                key="rules",
                phase=Phase.LEAD_IN,
                label=_("Everybody at the table accepted the working agreement"),
                url_name="rules:page",
                done=queries.rules_accepted,
                order=20,
            ),
        )
        register_notices()
        register_kinds(*privacy.KINDS)
