"""The library app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    """The practice library: what one did, why it worked, where one stumbled, and whose voices are in it."""

    name = "communityup.network.library"

    def ready(self) -> None:
        """Put practices in the menu and on the pages of a network, and forget who leaves."""
        from communityup.network.library import actions, privacy, queries
        from communityup.network.library.notices import register as register_notices
        from communityup.network.networks.queries import register_tab
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds, register_objects
        from communityup.ui.queries import register_menu

        register_menu(_("Practices"), "library:list", 30)
        for tab in queries.TABS:
            register_tab(tab)
        register_erasure(actions.forget_voice)
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
