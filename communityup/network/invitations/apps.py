"""The invitations app."""

from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    """Closed sessions: a coordinator invites members and addresses, and nobody else sees the session (B2)."""

    name = "communityup.network.invitations"

    def ready(self) -> None:
        """Put the invitations on the page of a closed session, and say who hears about them."""
        from communityup.network.invitations import privacy, queries
        from communityup.network.invitations.notices import register as register_notices
        from communityup.network.meetings.queries import register_around
        from communityup.texts.queries import register_objects

        register_around(queries.around)
        register_notices()
        register_objects(*privacy.OBJECTS)
