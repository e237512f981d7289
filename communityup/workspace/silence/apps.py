"""The silence app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SilenceConfig(AppConfig):
    """Parties that stay silent: reminded twice, then perhaps asleep until one of them taps."""

    name = "communityup.workspace.silence"

    def ready(self) -> None:
        """Let sleeping be a question to the others, and show in the lead-in who sleeps."""
        from django.urls import reverse

        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.consent.models import by_id, by_round
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.facilitators import queries as candidacies
        from communityup.workspace.facilitators.actions import agree_to_candidate
        from communityup.workspace.silence import actions, queries
        from communityup.workspace.silence.notices import register as register_notices
        from communityup.workspace.tasks.queries import register_tasks

        register_subject(
            Subject(
                prefix=queries.SLEEP,
                label=queries.label,
                why=lambda _asked: _("What it said stays. It takes part again with one tap of any of its people."),
                carry_out=actions.let_sleep,
                url=lambda asked: reverse("consent:question", args=[asked.challenge.slug, asked.public_id]),
                about_url=lambda asked: reverse("silence:page", args=[asked.challenge.slug]),
                besides=queries.asks_about,
                while_paused=True,
                things=by_id(queries.silences),
            )
        )
        register_subject(
            Subject(
                prefix=candidacies.HELPER_ABOUT,
                label=candidacies.label,
                why=candidacies.why,
                who=candidacies.who,
                carry_out=agree_to_candidate,
                besides=queries.asks_helper_about,
                while_paused=True,
                things=by_round(candidacies.candidacies),
                url=lambda asked: reverse("consent:question", args=[asked.challenge.slug, asked.public_id]),
                about_url=lambda asked: reverse("silence:page", args=[asked.challenge.slug]),
            )
        )
        register_part(
            Part(
                key="silence",
                label=_("When it stays silent"),
                why=_("Silence is no yes and no no. Here everybody sees what is waited for, and how you go on."),
                url_name="silence:page",
                order=95,
                state=queries.state,
                firm=True,
            )
        )
        register_tasks(queries.tasks)
        register_notices()
