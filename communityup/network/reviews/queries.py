"""What do we show of reading over: who took a practice on, and the way to take it on or leave it to the others."""

from typing import Any

from django.urls import reverse

from communityup.network.library.models import Practice
from communityup.network.members.models import Delegate
from communityup.network.reviews.models import Reading
from communityup.network.reviews.permissions import holds


def reading_of(practice: Practice, own: Delegate | None) -> dict[str, Any]:
    """Return who reads a practice over now and until when; and for who may, where they take it on or leave it."""
    found = Reading.objects.select_related("member").filter(practice=practice).first()
    args = [practice.network.slug, practice.public_id]
    if found is None or not holds(found, practice):
        return {"take_url": reverse("reviews:take_on", args=args)}
    mine = own is not None and own.member_id == found.member_id
    told = {"name": found.member.name, "until": found.until, "mine": mine}
    return {**told, "leave_url": reverse("reviews:leave", args=args) if mine else ""}
