"""The colleagues app."""

from django.apps import AppConfig


class ColleaguesConfig(AppConfig):
    """My organisation over all challenges, the same for every kind of party."""

    name = "communityup.workspace.colleagues"

    def ready(self) -> None:
        """Put invitations of colleagues in the tasks, and forget the addresses of who leaves the platform."""
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_objects
        from communityup.workspace.colleagues import privacy
        from communityup.workspace.colleagues.actions import forget_invitations
        from communityup.workspace.colleagues.queries import open_invitations
        from communityup.workspace.tasks.queries import register_tasks

        register_tasks(open_invitations)
        register_erasure(forget_invitations)
        register_objects(*privacy.OBJECTS)
