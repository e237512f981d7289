"""The reach app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReachConfig(AppConfig):
    """Reaching people: passing an invitation on, share link, poster, contact, practice challenges."""

    name = "communityup.workspace.reach"

    def ready(self) -> None:
        """Offer sharing and a contact in the lead-in, and say who hears about what happens here."""
        from communityup.texts.queries import register_objects
        from communityup.workspace.challenges.queries import Part, register_part
        from communityup.workspace.reach import privacy, queries
        from communityup.workspace.reach.notices import register as register_notices

        register_part(
            Part(
                key="contact",
                label=_("Whom can you ask?"),
                why=_("One person for each party can say how and when to reach them."),
                url_name="reach:contacts",
                order=36,
                state=queries.state,
            )
        )
        register_part(
            Part(
                key="share",
                label=_("Share this challenge"),
                why=_("Bring it to others with a link, a poster or a short address, once everybody may read along."),
                url_name="reach:share",
                order=37,
            )
        )
        register_objects(*privacy.OBJECTS)
        register_notices()
