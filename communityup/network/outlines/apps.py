"""The outlines app."""

from django.apps import AppConfig


class OutlinesConfig(AppConfig):
    """First sketches of a network, in versions, each with the reactions of members to it."""

    name = "communityup.network.outlines"

    def ready(self) -> None:
        """Put first sketches at the foot of every page of a network, and on its factsheet."""
        from communityup.network.networks.queries import register_facts, register_tab
        from communityup.network.outlines import actions, privacy, queries
        from communityup.network.outlines.notices import register as register_notices
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_kinds, register_objects

        register_tab(queries.TAB)
        register_facts(queries.facts)
        register_erasure(actions.forget_person)
        register_notices()
        register_kinds(*privacy.KINDS)
        register_objects(*privacy.OBJECTS)
