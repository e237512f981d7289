"""The facilitators app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FacilitatorsConfig(AppConfig):
    """Who guards the process: proposed by parties, accepted by all, replaced by consent; and helpers from outside."""

    name = "communityup.workspace.facilitators"

    def ready(self) -> None:
        """Offer facilitators in the lead-in, and let candidates and replacements be questions to all parties."""
        from django.urls import reverse

        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds, register_objects
        from communityup.workspace.challenges.models import Phase, Template
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.consent.models import by_round
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.facilitators import actions, privacy, queries
        from communityup.workspace.facilitators.notices import register as register_notices
        from communityup.workspace.phases.queries import Item, register_checklist
        from communityup.workspace.tasks.queries import register_tasks

        register_subject(
            Subject(
                prefix=queries.CANDIDATE,
                label=queries.label,
                why=queries.why,
                who=queries.who,
                carry_out=actions.agree_to_candidate,
                taken_back=actions.let_stand_ins_go,
                things=by_round(queries.candidacies),
                url=lambda asked: reverse("consent:question", args=[asked.challenge.slug, asked.public_id]),
                about_url=lambda asked: reverse("facilitators:page", args=[asked.challenge.slug]),
            )
        )
        register_subject(
            Subject(
                prefix=queries.REPLACE,
                label=queries.replacement_label,
                why=queries.replacement_why,
                who=queries.replacement_who,
                carry_out=actions.replace,
                url=lambda asked: reverse("consent:question", args=[asked.challenge.slug, asked.public_id]),
                about_url=lambda asked: reverse("facilitators:page", args=[asked.challenge.slug]),
                besides=queries.besides,
                things=by_round(queries.replacements),
            )
        )
        register_part(
            Part(
                key="facilitators",
                label=_("Facilitators"),
                why=_("Two people who guard the process together, so that everybody else can talk about the content."),
                url_name="facilitators:page",
                order=30,
                state=queries.state,
                since=Template.REGULAR,
            )
        )
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
        register_tasks(queries.tasks)
        register_erasure(actions.forget_facilitator)
        register_checklist(
            Item(
                key="facilitators",
                phase=Phase.LEAD_IN,
                label=_("Two facilitators guard the process"),
                url_name="facilitators:page",
                done=queries.both_chosen,
                since=Template.REGULAR,
                order=30,
            )
        )
        register_notices()
