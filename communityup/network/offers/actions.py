"""What can one do to give and to find: offer something or look for it, and withdraw that."""

from django.db import transaction
from django.utils import timezone

from communityup.log.actions import record
from communityup.network.members.models import Member
from communityup.network.members.permissions import own_delegate
from communityup.network.offers import events
from communityup.network.offers.models import Offer
from communityup.people.actors import Actor
from communityup.texts.actions import erase, write

MEMBER = "member"


@transaction.atomic
def make_offer(member: Member, *, direction: str, what: str, words: str, by: Actor) -> Offer:
    """Tell what one's member offers or looks for; everybody reads it."""
    own_delegate(member, by)
    made = Offer.objects.create(
        member=member,
        direction=Offer.Direction(direction),
        what=Offer.What(what),
        words=write(words, by=by),
        given_at=timezone.now(),
    )
    event = events.OfferMade(object=made.public_id, commit=made.words.commit, direction=made.direction, what=made.what)
    record(event, stream=member.network.stream, by=by, role=MEMBER)
    return made


@transaction.atomic
def withdraw_offer(offer: Offer, *, by: Actor) -> Offer:
    """Withdraw what one's member offered or looked for: the words go. Clicking twice changes nothing."""
    own_delegate(offer.member, by)
    found = Offer.objects.select_for_update(of=("self",)).select_related("member__network__stream", "words")
    locked = found.get(pk=offer.pk)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = timezone.now()
        locked.save(update_fields=["withdrawn_at"])
        erase(locked.words.versions.filter(erased_at=None), taken_back=True)
        event = events.OfferWithdrawn(object=locked.public_id)
        record(event, stream=locked.member.network.stream, by=by, role=MEMBER)
    return locked
