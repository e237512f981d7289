"""The notices app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Who hears what, in the same words for everybody and in each person's own rhythm."""

    name = "communityup.notices"

    def ready(self) -> None:
        """Put the messages in the header, say who hears of the apps below, and what goes when somebody leaves."""
        from communityup.notices import notices, privacy
        from communityup.notices.queries import unread_of
        from communityup.ui.queries import register_own_link

        register_own_link(_("Messages"), "notices:list", unread_of)
        notices.register()
        privacy.register()
