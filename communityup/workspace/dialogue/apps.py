"""The dialogue app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DialogueConfig(AppConfig):
    """Thoughts and private answers."""

    name = "communityup.workspace.dialogue"

    def ready(self) -> None:
        """Put the tab in the frame of a challenge, and say what goes when somebody leaves the platform."""
        from django.urls import reverse

        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds, register_objects
        from communityup.workspace.challenges.queries import register_tab
        from communityup.workspace.dialogue import privacy
        from communityup.workspace.dialogue.actions import forget_participant, open_prepared_round, set_prepared_end
        from communityup.workspace.dialogue.models import Participant
        from communityup.workspace.dialogue.notices import register as register_notices
        from communityup.workspace.dialogue.permissions import OPEN_ROUND, ROUND_END
        from communityup.workspace.facilitation.queries import Step, day_in, register_step
        from communityup.workspace.setup.queries import Module, register_module
        from communityup.workspace.silence.queries import register_signs

        register_module(
            Module(
                key="dialogue",
                label=_("Dialogue"),
                why=_("Sharing thoughts and answering them."),
                order=10,
                stays=frozenset({"dialogue:withdraw"}),
            )
        )
        register_tab("dialogue", _("Dialogue"), "dialogue:page", 40)
        register_step(
            Step(
                prefix=OPEN_ROUND,
                label=lambda act: _("Open a next round of the dialogue: %(question)s") % {"question": act.words},
                carry_out=open_prepared_round,
                url=lambda act: reverse("dialogue:round", args=[act.challenge.slug]),
                part="dialogue",
            )
        )
        register_step(
            Step(
                prefix=ROUND_END,
                label=lambda act: _("Set the last day of the round: %(day)s") % {"day": day_in(act)},
                carry_out=set_prepared_end,
                url=lambda act: reverse("dialogue:round", args=[act.challenge.slug]),
                part="dialogue",
            )
        )
        register_erasure(forget_participant)
        register_signs(Participant.last_signs)
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
