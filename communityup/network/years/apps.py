"""The years app."""

from django.apps import AppConfig


class YearsConfig(AppConfig):
    """Years: what a network did in a year, told and not ranked."""

    name = "communityup.network.years"

    def ready(self) -> None:
        """Lead from the page of a network to its years."""
        from communityup.network.networks.queries import register_facts
        from communityup.network.years.queries import facts

        register_facts(facts)
