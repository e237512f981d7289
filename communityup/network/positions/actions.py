"""What can one do with where one's member stands: note it, for one's own eyes; forget it when the member left."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from django.db import transaction

from communityup.log.actions import record
from communityup.network.members.models import Member
from communityup.network.members.permissions import own_delegate
from communityup.network.networks.models import Condition
from communityup.network.positions import events
from communityup.network.positions.models import Position
from communityup.people.actors import Actor


@transaction.atomic
def note_positions(member: Member, *, stands: Mapping[str, str], may_match: Collection[str], by: Actor) -> None:
    """Note how far one's member is per condition, and which of these may be used to match; the rest is forgotten.

    The same again changes nothing.
    """
    own_delegate(member, by)
    held = Member.objects.select_for_update(of=("self",)).select_related("network__stream").get(pk=member.pk)
    told = {one.value: stands.get(one.value) or "" for one in Condition}
    wanted = {(one, Position.Stand(stand).value, one in may_match) for one, stand in told.items() if stand}
    if wanted == set(held.positions.values_list("condition", "stand", "may_match")):
        return
    held.positions.all().delete()
    Position.objects.bulk_create(
        Position(member=held, condition=condition, stand=stand, may_match=shared)
        for condition, stand, shared in sorted(wanted)
    )
    stream = held.network.stream
    record(events.PositionNoted(object=stream.public_id), stream=stream, by=replace(by, nameless=True))


def forget_left() -> int:
    """Delete where members stood that left their network; return how many rows."""
    return Position.objects.filter(member__left_at__isnull=False).delete()[0]
