"""Learning networks made through the real actions, for tests."""

import re

from django.test import Client
from django.urls import reverse

from communityup.demo import queries as demo
from communityup.demo.actions import load_network
from communityup.log.models import Line
from communityup.network.members import actions as members
from communityup.network.members.models import Application, Delegate, Member
from communityup.network.networks import actions
from communityup.network.networks.models import Coordinator, Network
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.models import Mail
from tests import make
from tests.worlds import built_once

ABOUT = actions.About(
    name="Community-up werken",
    purpose="Gemeenten en bewoners leren van elkaar hoe je samen aan een opgave werkt.",
    theme="Samen aan tafel",
    sender="Netwerk Community-up",
    contact="netwerk@example.org",
)


def network(slug: str = "community-up") -> Network:
    """Return a network that nobody coordinates yet."""
    return actions.start_network(slug=slug, about=ABOUT, by=Actor.operator())


def coordinator(network: Network, person: Person) -> Coordinator:
    """Let somebody be asked by the operator and say yes."""
    asked = actions.ask_coordinator(network, email=person.email, by=Actor.operator())
    return actions.accept_coordinating(asked, by=Actor.of(person))


@built_once
def of_the_demo() -> Network:
    """Return the network of the demo, with all that is in it."""
    return load_network(demo.network())


@built_once
def coordinated() -> tuple[Network, Person]:
    """Return a network and who coordinates it."""
    made, dilek = network(), make.dilek()
    coordinator(made, dilek)
    return made, dilek


def path(made: Network, name: str, *more: str) -> str:
    """Return the address of a page of a network."""
    return reverse(f"networks:{name}", args=[made.slug, *more])


def link_in(mail: Mail) -> str:
    """Return the path of the first link in a letter."""
    found = re.search(r"https?://[^/\s]+(/netwerken/\S+)", mail.text)
    assert found is not None, mail.text
    return found[1]


def lines(made: Network) -> list[str]:
    """Return the types of the lines of a network, in their order."""
    return list(Line.objects.filter(stream=made.stream).order_by("n").values_list("type", flat=True))


def last(made: Network) -> Line:
    """Return the newest line of a network."""
    found = Line.objects.filter(stream=made.stream).order_by("n").last()
    assert found is not None
    return found


def browser(person: Person | None = None) -> Client:
    """Return a browser of somebody, or of a visitor."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def application(made: Network, name: str, *, kind: str = "residents", email: str = "", **told: str) -> Application:
    """Let somebody ask to join, without an account."""
    card = members.Card(**{"does": "Wij houden het buurthuis open.", "learns": "Hoe je loslaat.", **told})
    address = email or f"{name.rsplit(maxsplit=1)[-1].lower()}@example.org"
    asked = members.ask_to_join(made, name=name, kind=kind, email=address, card=card, language="nl", by=Actor.visitor())
    assert asked is not None
    return asked


def member(made: Network, name: str, person: Person, **told: str) -> Member:
    """Let a member of this name be let in by a coordinator, with the first member as buddy, and the person begin."""
    asked = application(made, name, email=person.email, **told)
    first = made.members.filter(left_at=None).order_by("pk").first()
    coordinates = made.coordinators.filter(until=None).select_related("person")[0]
    joined = members.accept(asked, buddy=first, by=Actor.of(coordinates.person))
    delegate(joined, person)
    return joined


def delegate(joined: Member, person: Person) -> Delegate:
    """Let a person begin to act for a member by the letter of welcome that waits for them."""
    return members.begin(joined.welcomes.get(email=person.email, used_at=None), by=Actor.of(person))
