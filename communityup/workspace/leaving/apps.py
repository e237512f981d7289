"""The leaving app."""

from django.apps import AppConfig


class LeavingConfig(AppConfig):
    """A person or a party that goes, and the briefing for who takes a place over."""

    name = "communityup.workspace.leaving"

    def ready(self) -> None:
        """Say what happens to places when somebody leaves the platform, and who hears that a party goes."""
        from communityup.people.privacy import register_erasure
        from communityup.workspace.leaving.actions import leave_all_seats
        from communityup.workspace.leaving.notices import register as register_notices

        register_erasure(leave_all_seats)
        register_notices()
