"""The tasks app."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """My tasks over all challenges, and who stands in for me."""

    name = "communityup.workspace.tasks"

    def ready(self) -> None:
        """Put the tasks of the ground of a challenge in the list, and forget absences of who leaves the platform."""
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_objects
        from communityup.workspace.tasks import privacy
        from communityup.workspace.tasks.actions import forget_absences
        from communityup.workspace.tasks.queries import open_invitations, open_questions, register_tasks

        register_tasks(open_invitations)
        register_tasks(open_questions)
        register_erasure(forget_absences)
        register_objects(*privacy.OBJECTS)
