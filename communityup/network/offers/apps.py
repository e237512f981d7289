"""The offers app."""

from django.apps import AppConfig


class OffersConfig(AppConfig):
    """Offers and wishes: what members of a network can give each other, and look for."""

    name = "communityup.network.offers"

    def ready(self) -> None:
        """Put offers and wishes on the pages of a network."""
        from communityup.network.members.queries import register_offers
        from communityup.network.networks.queries import register_tab
        from communityup.network.offers import privacy, queries
        from communityup.network.offers.models import Offer
        from communityup.network.offers.notices import register as register_notices
        from communityup.texts.queries import register_kinds

        for tab in queries.TABS:
            register_tab(tab)
        register_offers(list(Offer.What.choices), offering=queries.offering)
        register_notices()
        register_kinds(*privacy.KINDS)
