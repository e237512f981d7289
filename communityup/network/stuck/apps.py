"""The stuck app."""

from django.apps import AppConfig


class StuckConfig(AppConfig):
    """I am stuck: peers think along, in a consultation of five steps, and all of it is deleted as agreed."""

    name = "communityup.network.stuck"

    def ready(self) -> None:
        """Put it on the pages of every network, say who hears of it, and forget who leaves."""
        from communityup.network.networks.queries import register_tab
        from communityup.network.stuck import actions, privacy, queries
        from communityup.network.stuck.notices import register as register_notices
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds, register_objects

        for tab in queries.TABS:
            register_tab(tab)
        register_erasure(actions.forget_person)
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
