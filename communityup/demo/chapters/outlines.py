"""First sketches in the network of the demo: versions, what others said to each, and what one became."""

from typing import Any

from communityup.demo import queries
from communityup.network.members.models import Member
from communityup.network.networks.models import Network
from communityup.network.outlines import actions as outlines
from communityup.people.actors import Actor


def show(made: Network, inside: dict[str, Member], told: list[dict[str, Any]], coordinator: str) -> None:
    """Let members and who coordinates show first sketches, others react, and the next version answer that."""

    def actor(one: dict[str, Any]) -> Actor:
        if one.get("coordinator"):
            return Actor.of(queries.person(coordinator))
        return Actor.of(inside[one["member"]].delegates.select_related("person")[0].person)

    for one in told:
        by, first = actor(one), one["versions"][0]
        sketch = outlines.show_sketch(made, said=_said(first), by=by)
        for number, version in enumerate(one["versions"], start=1):
            if number > 1:
                outlines.revise_sketch(sketch, after=number - 1, said=_said(version), by=by)
            for reaction in version.get("reactions", []):
                outlines.react(sketch, number=number, words=reaction["words"], by=actor(reaction))
        if "ends" in one:
            outlines.end_sketch(sketch, **one["ends"], by=by)


def _said(version: dict[str, Any]) -> outlines.Said:
    return outlines.Said(**{name: words for name, words in version.items() if name != "reactions"})
