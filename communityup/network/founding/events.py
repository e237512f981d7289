"""What can happen when somebody asks for a network; in the log of the site, and without their words."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class NetworkAsked(Event):
    """Somebody asked for a network on this site."""

    type: ClassVar = "founding.network_asked"
    sentence: ClassVar = _("Somebody asked for a learning network on this site")


@dataclass(frozen=True, kw_only=True)
class RequestTakenBack(Event):
    """Who asked for a network took that back."""

    type: ClassVar = "founding.request_taken_back"
    sentence: ClassVar = _("Somebody no longer asks for a learning network")


@dataclass(frozen=True, kw_only=True)
class RequestGranted(Event):
    """The operator made the network that somebody asked for; `network` is that one."""

    type: ClassVar = "founding.request_granted"
    sentence: ClassVar = _("The operator made a learning network that somebody asked for")
    network: str


@dataclass(frozen=True, kw_only=True)
class RequestDeclined(Event):
    """The operator did not make the network that somebody asked for; they read the reason."""

    type: ClassVar = "founding.request_declined"
    sentence: ClassVar = _("The operator did not make a learning network that somebody asked for, with the reason")
