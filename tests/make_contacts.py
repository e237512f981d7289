"""People of members who can be found, and messages between them, made through the real actions."""

from communityup.network.contacts import actions
from communityup.network.contacts.models import Message, Profile
from communityup.network.networks.models import Network
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make
from tests.make_network import coordinated, member
from tests.worlds import built_once

HERE = "/netwerken/community-up/wie-is-wie/"
ABOUT = "Vraag me hoe wij de sleutels overdroegen."
WORDS = "Hoe deden jullie dat met de verzekering?"


def by(name: str) -> Actor:
    """Return the actor of somebody of the cast."""
    return Actor.of(make.person(name))


@built_once
def three() -> tuple[Network, Person]:
    """Return a network with Amina, Bram and Griet for a member each, and who coordinates it."""
    made, dilek = coordinated()
    for name in ("Amina", "Bram", "Griet"):
        member(made, f"Lid van {name}", make.person(name))
    return made, dilek


def found(made: Network, name: str, *, role: str = "Beheerder", about: str = ABOUT) -> Profile:
    """Let somebody choose to be found."""
    return actions.be_found(made, role=role, about=about, by=by(name))


def written(profile: Profile, name: str, words: str = WORDS, *, shares: bool = False) -> Message:
    """Let somebody write to who can be found."""
    return actions.write_to(profile, words=words, shares=shares, by=by(name))


def at(message: Message, more: str = "") -> str:
    return f"{HERE}berichten/{message.public_id}/{more}"


@built_once
def both() -> tuple[Network, Person, Profile, Message]:
    """Return a network, its coordinator, how Bram can be found, and a message of Amina to him."""
    made, dilek = three()
    profile = found(made, "Bram")
    return made, dilek, profile, written(profile, "Amina")
