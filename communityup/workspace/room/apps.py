"""The room app."""

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class RoomConfig(AppConfig):
    """The overview of a challenge, its parties page, its log and its publicity."""

    name = "communityup.workspace.room"

    def ready(self) -> None:
        """Add this app's tabs to the frame of a challenge, and the steps to what one can ask all parties."""
        from communityup.workspace.challenges.queries import register_tab
        from communityup.workspace.consent.queries import Subject, register_subject
        from communityup.workspace.room.actions import go_public
        from communityup.workspace.room.notices import register as register_notices
        from communityup.workspace.room.queries import GO_PUBLIC, label, why

        register_tab("overview", _("Overview"), "room:overview", 10)
        register_tab("parties", _("Parties"), "room:parties", 20)
        register_tab("lead_in", _("Lead-in"), "room:lead_in", 30)
        register_tab("log", _("Log"), "room:log", 100)
        register_subject(
            Subject(
                prefix=GO_PUBLIC,
                label=lambda asked: label(asked.about),
                why=lambda asked: why(asked.about),
                carry_out=go_public,
                url=lambda asked: reverse("consent:question", args=[asked.challenge.slug, asked.public_id]),
                about_url=lambda asked: reverse("room:overview", args=[asked.challenge.slug]),
            )
        )
        register_notices()
