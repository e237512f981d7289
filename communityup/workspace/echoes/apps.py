"""The echoes app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EchoesConfig(AppConfig):
    """Thoughts that say nearly the same: in view of all, counted per party, set apart by who guards the process."""

    name = "communityup.workspace.echoes"

    def ready(self) -> None:
        """Let setting apart be a step of who guards the process."""
        from django.urls import reverse

        from communityup.workspace.echoes import actions, queries
        from communityup.workspace.echoes.notices import register as register_notices
        from communityup.workspace.facilitation.queries import Step, register_step

        register_step(
            Step(
                prefix=queries.APART,
                label=lambda _act: _("Let a thought be answered by itself, because it says something else"),
                carry_out=actions.set_prepared_apart,
                while_paused=True,
                url=lambda act: reverse("echoes:page", args=[act.challenge.slug]),
                two_parties=True,
                part="dialogue",
            )
        )
        register_notices()
