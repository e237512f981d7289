"""The agreements app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """Who does what, when, and how we see it; confirmed by both sides."""

    name = "communityup.workspace.agreements"

    def ready(self) -> None:
        """Put the tab in the frame of a challenge, and what waits for a party in the list of tasks."""
        from communityup.texts.queries import register_kinds
        from communityup.workspace.agreements import privacy
        from communityup.workspace.agreements.actions import ask_both_about, stop_asking_both
        from communityup.workspace.agreements.models import WORDS_LENGTH
        from communityup.workspace.agreements.notices import register as register_notices
        from communityup.workspace.agreements.queries import correctable, decided, tasks, things, waiting_for_both
        from communityup.workspace.challenges.queries import register_tab
        from communityup.workspace.corrections.queries import Correctable, register_correctable
        from communityup.workspace.formal.queries import register_outcomes
        from communityup.workspace.frames.queries import Touchable, register_touchable
        from communityup.workspace.tasks.queries import register_tasks

        register_outcomes(decided)
        register_tasks(tasks, lasting=True)
        register_touchable(
            Touchable(
                prefix="agreement",
                things=things,
                reopen=ask_both_about,
                waiting=waiting_for_both,
                let_go=stop_asking_both,
            )
        )
        register_correctable(
            Correctable(prefix="agreement", label=_("An agreement"), find=correctable, longest=WORDS_LENGTH),
        )
        register_tab("agreements", _("Agreements"), "agreements:page", 70)
        register_notices()
        register_kinds(*privacy.KINDS)
