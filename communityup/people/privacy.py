"""What is personal here, and what happens to it when somebody leaves.

The apps above people know what else belongs to a person. They register in their `AppConfig.ready`: what to erase,
and what to tell somebody before they go.
"""

from collections.abc import Callable

from communityup.people.models import Person

Erasure = Callable[[Person], None]
"""Removes what one app keeps of a person; runs inside the transaction of leaving, while the person is still known."""

Consequence = Callable[[Person], list[str]]
"""Returns plain sentences about what leaving means for others, to read before one goes."""

Move = Callable[[Person, Person], None]
"""Brings what one app keeps of a guest (first) to their account (second), where plain rows would count twice."""

_erasures: list[Erasure] = []
_moves: list[Move] = []
_consequences: list[Consequence] = []


def register_erasure(function: Erasure) -> None:
    """Let an app remove what it keeps of a person who leaves."""
    if function not in _erasures:
        _erasures.append(function)


def register_consequence(function: Consequence) -> None:
    """Let an app say what leaving means, such as a party that nobody sits for any more."""
    if function not in _consequences:
        _consequences.append(function)


def register_move(function: Move) -> None:
    """Let an app say how what it keeps of a guest comes to an account that has its own already."""
    if function not in _moves:
        _moves.append(function)


def moves() -> list[Move]:
    """Return what is to be done when a guest turns out to have an account, before the plain rows follow."""
    return list(_moves)


def erasures() -> list[Erasure]:
    """Return what is to be done when somebody leaves."""
    return list(_erasures)


def consequences_of_leaving(person: Person) -> list[str]:
    """Return every sentence somebody should read before leaving."""
    return [sentence for consequence in _consequences for sentence in consequence(person)]
