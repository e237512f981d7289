"""The moderation app."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Reports, hiding words for a while, taking personal data away, and taking one's own words back."""

    name = "communityup.workspace.moderation"

    def ready(self) -> None:
        """Put what waits in the list of tasks, and say who reads what here and what goes when somebody leaves."""
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds, register_objects, register_references
        from communityup.workspace.facilitation.permissions import register_waiting
        from communityup.workspace.moderation import actions, privacy, queries
        from communityup.workspace.moderation.notices import register as register_notices
        from communityup.workspace.tasks.queries import register_tasks

        register_kinds(*privacy.KINDS)
        register_references(*privacy.REFERENCES)
        register_objects(*privacy.OBJECTS)
        register_tasks(queries.tasks, lasting=True)
        register_waiting(queries.waiting)
        register_erasure(actions.forget_reporter)
        register_notices()
