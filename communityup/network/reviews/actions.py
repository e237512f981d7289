"""What can one do before reading a practice over: take it on, so that others need not, and leave it to them again."""

from django.db import transaction
from django.utils import timezone

from communityup.log.actions import record
from communityup.network.library.actions import hold
from communityup.network.library.models import Practice
from communityup.network.library.permissions import own_reviewer
from communityup.network.reviews import events, permissions
from communityup.network.reviews.models import Reading
from communityup.people.actors import Actor


@transaction.atomic
def take_on(practice: Practice, *, by: Actor) -> Reading:
    """Take it on for one's member to read a practice over; for the others it is no task then, for a week.

    They may still do it. Clicking twice changes nothing; raises Refused when another member took it on.
    """
    own, locked = own_reviewer(practice, by), hold(practice)
    permissions.refuse_not_waiting(locked)
    found = Reading.objects.select_related("member").filter(practice=locked).first()
    if found is not None and found.member_id == own.member_id and permissions.holds(found, locked):
        return found
    permissions.refuse_taken(found, locked)
    made, _created = Reading.objects.update_or_create(
        practice=locked, defaults={"member": own.member, "since": timezone.now()}
    )
    event = events.ReadingTaken(object=locked.public_id, reader=own.member.public_id)
    record(event, stream=locked.network.stream, by=by, role="member")
    return made


@transaction.atomic
def leave(practice: Practice, *, by: Actor) -> Practice:
    """Leave reading a practice over to the others after all; clicking twice changes nothing."""
    own, locked = own_reviewer(practice, by), hold(practice)
    if found := Reading.objects.filter(practice=locked, member=own.member_id).first():
        found.delete()
        event = events.ReadingLeft(object=locked.public_id, reader=own.member.public_id)
        record(event, stream=locked.network.stream, by=by, role="member")
    return locked
