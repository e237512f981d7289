"""The leaving app."""

from django.apps import AppConfig


class LeavingConfig(AppConfig):
    """A person or a party that goes, and the briefing for who takes a place over."""

    name = "communityup.workspace.leaving"

    def ready(self) -> None:
        """Say what happens to places when somebody leaves the platform."""
        from communityup.people.privacy import register_erasure
        from communityup.workspace.leaving.actions import leave_all_seats

        register_erasure(leave_all_seats)
