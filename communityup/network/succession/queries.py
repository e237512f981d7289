"""What do we show when nobody coordinates a network: who offers, and which members said yes."""

from typing import Any

from django.http import Http404

from communityup.network.members.models import Delegate
from communityup.network.networks.models import Network
from communityup.network.succession import permissions
from communityup.network.succession.models import Candidate, Support


def page(network: Network, own: Delegate | None) -> dict[str, Any]:
    """Return who offers, in the order in which they did, and what one's own member said of it."""
    if not permissions.is_open(network):
        return {"is_open": False}
    candidates, needed = list(permissions.open_candidates(network)), permissions.needed(network)
    said: dict[int, list[Support]] = {one.pk: [] for one in candidates}
    yeses = Support.objects.filter(candidate__in=candidates, member__left_at=None).select_related("member")
    for one in yeses.order_by("said_at", "pk"):
        said[one.candidate_id].append(one)
    return {
        "is_open": True,
        "rows": [_row(one, said[one.pk], own, needed) for one in candidates],
        "own_delegate": own,
        "offers": own is not None and any(one.person_id == own.person_id for one in candidates),
    }


def _row(candidate: Candidate, said: list[Support], own: Delegate | None, needed: int) -> dict[str, Any]:
    return {
        "candidate": candidate,
        "names": ", ".join(one.member.name for one in said),
        "lacks": max(needed - len(said), 0),
        "can_say": own is not None and own.member_id != candidate.member_id,
        "said": own is not None and any(one.member_id == own.member_id for one in said),
    }


def candidate_of(network: Network, public_id: str) -> Candidate:
    """Return who offered by this id; raises Http404 for another network."""
    found = Candidate.objects.select_related("network__stream", "person").filter(network=network)
    candidate = found.filter(public_id=public_id).first()
    if candidate is None:
        raise Http404
    return candidate
