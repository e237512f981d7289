"""Who follows other sites, and which addresses: a coordinator does, and only on the open internet."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.base.fetching import Unfetched, checked
from communityup.network.feeds.models import Feed
from communityup.network.networks.models import Network
from communityup.post.queries import site_address

MOST = 20


def refuse_address(network: Network, address: str) -> str:
    """Return the host of an address one may follow; raises Refused for another kind of address, and for this site."""
    try:
        parts = checked(address, settings.FEEDS_TRUSTED)
    except Unfetched:
        raise Refused(_("Give an address that begins with https:// and that everybody can open.")) from None
    if parts.netloc.lower().removesuffix(":443") == urlsplit(site_address()).netloc.lower():
        raise Refused(_("These practices are on this site already."))
    if network.feeds.exclude(state=Feed.State.STOPPED).count() >= MOST:
        raise Refused(_("A network follows twenty other sites at most. Stop following one first."))
    return parts.netloc


def refuse_not_waiting(feed: Feed) -> None:
    """Raise Refused for letting in what was not found yet, or is no longer followed."""
    if feed.state in {Feed.State.NEW, Feed.State.STOPPED}:
        raise Refused(_("There is nothing to look at here now."))


def check_trusted(**_options: Any) -> Sequence[CheckMessage]:
    """Refuse a live site that may fetch from addresses of its own machine: that is for tests and development."""
    if not settings.FEEDS_TRUSTED:
        return []
    return [
        Error(
            "COMMUNITYUP_FEEDS_TRUSTED names addresses from which practices may be fetched without encryption.",
            hint="Leave it empty: it is for tests and development only.",
            id="feeds.E001",
        )
    ]
