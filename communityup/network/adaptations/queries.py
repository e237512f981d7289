"""What do we show of adaptations: on the page of the practice that was used, by time and never by number."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from communityup.network.adaptations.models import Adaptation
from communityup.network.library.models import Practice
from communityup.network.members.models import Delegate
from communityup.network.networks.models import Network

SHOWN = 50


def told_about(practice: Practice, own: Delegate | None) -> dict[str, Any]:
    """Return who used a practice in any of its editions and what they changed; one query."""
    found = Adaptation.objects.filter(practice__series=practice.series, taken_back_at=None, member__left_at=None)
    whole = found.select_related("member", "changed__current", "happened__current").order_by("-told_at", "-pk")
    slug, mine = practice.network.slug, None if own is None else own.member_id
    may_tell = own is not None and mine != practice.member_id and practice.state == Practice.State.PUBLISHED
    return {
        "rows": [
            {
                "name": one.member.name,
                "place": one.place,
                "changed": str(one.changed),
                "happened": str(one.happened or ""),
                "told_at": one.told_at,
                "back_url": reverse("adaptations:take_back", args=[slug, one.public_id])
                if one.member_id == mine
                else "",
            }
            for one in whole[:SHOWN]
        ],
        "tell_url": reverse("adaptations:tell", args=[slug, practice.public_id]) if may_tell else "",
    }


def adaptation_of(network: Network, public_id: str) -> Adaptation:
    """Return what a member told about using a practice of this network, by its id; raises Http404."""
    found = Adaptation.objects.select_related("member", "practice__network__stream")
    return get_object_or_404(found, practice__network=network, public_id=public_id)
