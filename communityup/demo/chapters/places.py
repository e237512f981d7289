"""Where the invented places of the demo lie, so that the members of its network stand on a map."""

from typing import Any

from communityup.organisations.actions import Row, renew_places
from communityup.organisations.queries import built_in
from communityup.people.actors import Actor


def draw(told: dict[str, Any]) -> None:
    """Put the invented places beside those that come with the software, which have a name and no border here."""
    known = [Row(code=spot.code, name=spot.name, province=spot.province) for spot in built_in()]
    points = {name: (across, down) for name, (across, down) in told["points"].items()}
    invented = [
        Row(
            code=f"DEMO{number}",
            name=one["name"],
            province=told["province"],
            rings=[[points[name] for name in one["border"]]],
            source=told["source"],
        )
        for number, one in enumerate(told["places"], start=1)
    ]
    renew_places([*known, *invented], by=Actor.operator())
