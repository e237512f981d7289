"""The consent app."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """The simple form of consent: all parties, silence visible and never a yes."""

    name = "communityup.workspace.consent"

    def ready(self) -> None:
        """Put the questions that wait for a party's answer in the tasks, and let all look at decisions again."""
        from django.urls import reverse
        from django.utils.translation import gettext_lazy as _

        from communityup.texts.queries import register_kinds, register_objects
        from communityup.workspace.consent import actions, privacy, queries
        from communityup.workspace.consent.notices import register as register_notices
        from communityup.workspace.tasks.queries import register_tasks

        register_tasks(queries.tasks, lasting=True)
        queries.register_subject(
            queries.Subject(
                prefix=queries.AGAIN,
                label=queries.again_label,
                why=lambda _asked: _(
                    "All agreed on this half a year ago or more. It counts as it is until all agree otherwise. "
                    "Who knows something new says “not yet” and why, or proposes a change."
                ),
                carry_out=actions.let_it_count_on,
                url=lambda asked: reverse("consent:question", args=[asked.challenge.slug, asked.public_id]),
                about_url=queries.again_url,
                things=queries.decisions,
                firm=True,
            )
        )
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
