"""The decency app."""

from django.apps import AppConfig


class DecencyConfig(AppConfig):
    """Reported words of a network: two of different members look at them, and hide them only together."""

    name = "communityup.network.decency"

    def ready(self) -> None:
        """Put the way to it under every page of a network, and say who reads what here."""
        from communityup.network.decency import actions, privacy, queries
        from communityup.network.decency.notices import register as register_notices
        from communityup.network.networks.queries import register_facts, register_hidden, register_reporting
        from communityup.people.privacy import register_erasure
        from communityup.texts.queries import register_along, register_kinds, register_objects, register_references

        register_facts(queries.facts)
        register_reporting("decency:hidden")
        register_hidden(queries.why_hidden)
        register_erasure(actions.forget_person)
        register_along(actions.delete_cases)
        register_notices()
        register_kinds(*privacy.KINDS)
        register_references(*privacy.REFERENCES)
        register_objects(*privacy.OBJECTS)
