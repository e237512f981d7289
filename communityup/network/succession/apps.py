"""The succession app."""

from django.apps import AppConfig


class SuccessionConfig(AppConfig):
    """Who coordinates a network when nobody does: somebody offers, and members of other organisations say yes."""

    name = "communityup.network.succession"

    def ready(self) -> None:
        """Lead there from the page of a network without a coordinator, say who hears of it, and forget who leaves."""
        from communityup.network.networks.queries import register_succession
        from communityup.network.succession import actions, privacy
        from communityup.network.succession.notices import register as register_notices
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_objects

        register_succession("succession:page")
        register_erasure(actions.forget_person)
        register_notices()
        register_objects(*privacy.OBJECTS)
