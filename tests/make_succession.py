"""A network that nobody coordinates any more, made through the real actions."""

from communityup.network.members.models import Member
from communityup.network.networks import actions
from communityup.network.networks.models import Network
from communityup.network.succession.actions import offer
from communityup.network.succession.models import Candidate
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make
from tests.make_network import coordinated, member
from tests.worlds import built_once

HERE = "/netwerken/community-up/wie-coordineert/"
NAMES = ("Amina", "Bram", "Griet")


def of(network: Network, name: str, person: str) -> Member:
    """Let one more member in, while somebody coordinates."""
    return member(network, name, make.person(person))


@built_once
def left_alone() -> Network:
    """Return a network with Amina, Bram and Griet for a member each, whose only coordinator stopped."""
    made, dilek = coordinated()
    for name in NAMES:
        of(made, f"Lid van {name}", name)
    actions.stop_coordinating(made, by=Actor.of(dilek))
    return made


def offered(network: Network, person: Person) -> Candidate:
    """Let somebody offer to coordinate."""
    return offer(network, by=Actor.of(person))
