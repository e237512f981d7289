"""The networks app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    """Networks: what each is for, who coordinates it, and how one joins."""

    name = "communityup.network.networks"

    def ready(self) -> None:
        """Put networks in the menu, let everybody read their log, and forget who leaves."""
        from communityup.log.exports import register_public
        from communityup.network.networks import actions, privacy, queries
        from communityup.network.networks.notices import register as register_notices
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds, register_objects
        from communityup.ui.queries import register_menu

        register_menu(_("Networks"), "networks:list", 20)
        for tab in queries.TABS:
            queries.register_tab(tab)
        register_public(queries.public_streams)
        register_erasure(actions.forget_coordinator)
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
