"""Who hears about offers and wishes: nobody; people look when they want."""

from communityup.network.offers import events
from communityup.notices.queries import register_nobody


def register() -> None:
    """Say that nobody hears about offers and wishes; called in AppConfig.ready."""
    register_nobody(events.OfferMade, events.OfferWithdrawn, why="The page of offers and wishes shows it.")
