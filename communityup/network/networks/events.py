"""What can happen to a learning network itself and to those who coordinate it."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from communityup.log.events import Event


@dataclass(frozen=True, kw_only=True)
class NetworkStarted(Event):
    """The operator made a network, with its first words."""

    type: ClassVar = "networks.network_started"
    sentence: ClassVar = _("The operator of this site made this network")


@dataclass(frozen=True, kw_only=True)
class NetworkDescribed(Event):
    """A coordinator changed the words about the network; the factsheet got a new version."""

    type: ClassVar = "networks.network_described"
    sentence: ClassVar = _("A coordinator changed what stands about this network; it is version {edition} now")
    edition: int
    joining_commit: str | None


@dataclass(frozen=True, kw_only=True)
class CoordinatorAsked(Event):
    """Somebody was asked to coordinate the network."""

    type: ClassVar = "networks.coordinator_asked"
    sentence: ClassVar = _("Somebody was asked to coordinate this network")


@dataclass(frozen=True, kw_only=True)
class CoordinatorQuestionTakenBack(Event):
    """The question to coordinate was taken back before it was answered."""

    type: ClassVar = "networks.coordinator_question_taken_back"
    sentence: ClassVar = _("The question to somebody to coordinate this network was taken back")


@dataclass(frozen=True, kw_only=True)
class CoordinatorBegan(Event):
    """Who was asked to coordinate said yes."""

    type: ClassVar = "networks.coordinator_began"
    sentence: ClassVar = _("Somebody said yes to coordinating this network")


@dataclass(frozen=True, kw_only=True)
class CoordinatorDeclined(Event):
    """Who was asked to coordinate said no."""

    type: ClassVar = "networks.coordinator_declined"
    sentence: ClassVar = _("Somebody said no to coordinating this network")


@dataclass(frozen=True, kw_only=True)
class CoordinatorAway(Event):
    """A coordinator said until which day they do not answer."""

    type: ClassVar = "networks.coordinator_away"
    sentence: ClassVar = _("A coordinator is away until {day}")
    day: str


@dataclass(frozen=True, kw_only=True)
class CoordinatorBack(Event):
    """A coordinator who was away is back."""

    type: ClassVar = "networks.coordinator_back"
    sentence: ClassVar = _("A coordinator is back")


@dataclass(frozen=True, kw_only=True)
class CoordinatorStopped(Event):
    """A coordinator stopped."""

    type: ClassVar = "networks.coordinator_stopped"
    sentence: ClassVar = _("A coordinator of this network stopped")


@dataclass(frozen=True, kw_only=True)
class LastCoordinatorStopped(Event):
    """The only coordinator stopped, so that nobody coordinates the network until members choose somebody."""

    type: ClassVar = "networks.last_coordinator_stopped"
    sentence: ClassVar = _("The last coordinator of this network stopped: nobody coordinates it now")
