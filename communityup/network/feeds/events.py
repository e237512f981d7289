"""What can happen to the practices of other sites."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class FeedFollowed(Event):
    """A coordinator gave the address of the practices of another site; `host` is that site."""

    type: ClassVar = "feeds.feed_followed"
    sentence: ClassVar = _("A coordinator wants to follow the practices of {host}")
    host: str


@dataclass(frozen=True, kw_only=True)
class FeedFound(Event):
    """The practices of another site were found; they wait until a coordinator looked."""

    type: ClassVar = "feeds.feed_found"
    sentence: ClassVar = _("Practices were found on {host}: {count}. They wait for a look of a coordinator")
    host: str
    count: int


@dataclass(frozen=True, kw_only=True)
class FeedAccepted(Event):
    """A coordinator looked at the practices of another site and lets them in."""

    type: ClassVar = "feeds.feed_accepted"
    sentence: ClassVar = _("A coordinator looked and lets in the practices of {host}")
    host: str


@dataclass(frozen=True, kw_only=True)
class FeedTaken(Event):
    """Practices of another site came, changed or went, as that site tells."""

    type: ClassVar = "feeds.feed_taken"
    sentence: ClassVar = _(
        "Practices of {host}: {new} new, {changed} changed, {withdrawn} taken back, {left_out} left out"
    )
    host: str
    new: int
    changed: int
    withdrawn: int
    left_out: int


@dataclass(frozen=True, kw_only=True)
class FeedStopped(Event):
    """A coordinator stopped following another site; what came stays, or goes."""

    type: ClassVar = "feeds.feed_stopped"
    sentence: ClassVar = _("A coordinator stopped following {host}: {rest}")
    labels: ClassVar = {"stays": _("what came stays"), "goes": _("what came goes")}
    host: str
    rest: str
