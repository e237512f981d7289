"""What do we show of where a member stands: to its own people what they noted; to a match only where one is further."""

from collections import defaultdict
from typing import Any

from communityup.network.members.models import Member
from communityup.network.networks.models import Condition, Network
from communityup.network.positions.models import Position

STEP = {stand.value: step for step, stand in enumerate(Position.Stand, 1)}


def noted(member: Member) -> dict[str, Any]:
    """Return with what the form begins: what this member noted before."""
    rows = list(member.positions.values_list("condition", "stand", "may_match"))
    values: dict[str, Any] = {condition: stand for condition, stand, _shared in rows}
    return values | {"may_match": [condition for condition, _stand, shared in rows if shared]}


def searching(member: Member) -> list[str]:
    """Return on which conditions a member said that it still searches, for its own eyes (B35)."""
    found = set(member.positions.filter(stand=Position.Stand.SEARCHING).values_list("condition", flat=True))
    return [str(one.label) for one in Condition if one.value in found]


def shared_in(network: Network) -> dict[int, dict[str, int]]:
    """Return per member (key) how far it is in the conditions that it lets us use to match; for nothing else."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Position.objects.filter(member__network=network, member__left_at=None, may_match=True)
    for member, condition, stand in rows.values_list("member_id", "condition", "stand"):
        found[member][condition] = STEP[stand]
    return found
