"""The sketches app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SketchesConfig(AppConfig):
    """The question of a challenge as a first sketch: versions, reactions to each, and other words by consent."""

    name = "communityup.workspace.sketches"

    def ready(self) -> None:
        """Offer the question in the lead-in, and let other words be a question to all parties."""
        from django.urls import reverse

        from communityup.texts.queries import register_kinds
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.consent.models import by_round
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.sketches import actions, privacy, queries
        from communityup.workspace.sketches.models import Proposal
        from communityup.workspace.sketches.notices import register as register_notices

        register_subject(
            Subject(
                prefix=queries.WORDS,
                label=lambda _asked: _("Other words for the question"),
                why=queries.why,
                carry_out=actions.carry_out,
                things=by_round(lambda: Proposal.objects.select_related("words__current")),
                counts=queries.is_the_question,
                url=lambda asked: reverse("sketches:page", args=[asked.challenge.slug]),
            )
        )
        register_part(
            Part(
                key="sketches",
                label=_("The question"),
                why=_("Is this the right question? React to a first sketch, or find better words together."),
                url_name="sketches:page",
                order=15,
                state=queries.state,
            )
        )
        register_notices()
        register_kinds(*privacy.KINDS)
