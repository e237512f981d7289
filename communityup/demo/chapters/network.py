"""The learning network of the demo: its page and who coordinates it."""

from typing import Any

from communityup.demo import queries
from communityup.network.networks import actions as networks
from communityup.network.networks.models import Network
from communityup.people.actors import Actor


def start(told: dict[str, Any]) -> Network:
    """Make the network, and let its coordinator say yes."""
    about = networks.About(
        **{name: told[name] for name in ("name", "purpose", "theme", "joining", "sender", "contact")}
    )
    made = networks.start_network(slug=told["slug"], about=about, by=Actor.operator())
    coordinator = queries.person(told["coordinator"])
    asked = networks.ask_coordinator(made, email=coordinator.email, by=Actor.operator())
    networks.accept_coordinating(asked, by=Actor.of(coordinator))
    return made
