"""The facilitation app."""

from django.apps import AppConfig


class FacilitationConfig(AppConfig):
    """Who guards the process, with two keys."""

    name = "communityup.workspace.facilitation"

    def ready(self) -> None:
        """Say who hears about steps that need two."""
        from communityup.texts.queries import register_kinds, register_objects
        from communityup.workspace.facilitation import privacy
        from communityup.workspace.facilitation.notices import register as register_notices
        from communityup.workspace.facilitation.queries import tasks
        from communityup.workspace.tasks.queries import register_tasks

        register_tasks(tasks)
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
