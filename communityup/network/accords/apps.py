"""The accords app."""

from django.apps import AppConfig


class AccordsConfig(AppConfig):
    """Agreements of members among themselves, and years in the core that are asked for anew."""

    name = "communityup.network.accords"

    def ready(self) -> None:
        """Put agreements at the foot of every page of a network, and on its factsheet."""
        from communityup.network.accords import privacy, queries
        from communityup.network.accords.notices import register as register_notices
        from communityup.network.members.queries import register_balance
        from communityup.network.networks.queries import register_facts, register_tab
        from communityup.texts.queries import register_kinds

        register_balance(queries.balance)
        register_tab(queries.TAB)
        register_facts(queries.facts)
        register_notices()
        register_kinds(*privacy.KINDS)
