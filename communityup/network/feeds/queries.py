"""What do we show of other sites: which a network follows, how the last time went, and what waits for a look."""

from typing import Any

from django.shortcuts import get_object_or_404

from communityup.network.feeds.models import Feed
from communityup.network.networks.models import Network

State = Feed.State


def followed(network: Network) -> list[Feed]:
    """Return the sites that a network follows, in the order in which it began; one query."""
    return list(network.feeds.exclude(state=State.STOPPED))


def feed_of(network: Network, public_id: str) -> Feed:
    """Return a site that this network follows or followed, by its id; raises Http404."""
    return get_object_or_404(Feed.objects.select_related("network__stream"), network=network, public_id=public_id)


def look(feed: Feed) -> dict[str, Any]:
    """Return what was found on another site, to look at before it comes in."""
    return {"feed": feed, "waits": feed.state == State.WAITS, "more": max(feed.found - len(feed.titles), 0)}
