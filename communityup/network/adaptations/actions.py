"""What can one do with a practice of others: tell what one changed when one used it, and take that back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record
from communityup.network.adaptations import events
from communityup.network.adaptations.models import Adaptation
from communityup.network.adaptations.permissions import who_uses
from communityup.network.library.models import Practice
from communityup.network.members.permissions import own_delegate
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, erase, write
from communityup.texts.models import Version


@transaction.atomic
def tell_adaptation(practice: Practice, *, place: str, changed: str, happened: str, by: Actor) -> Adaptation:
    """Tell where one's member used a practice, what it changed and what happened (N20). The same again tells nothing.

    Raises Refused for a practice that is not published, or not any more.
    """
    own = who_uses(practice, by)
    found = Practice.objects.select_for_update(of=("self",)).select_related("network__stream")
    locked = found.get(pk=practice.pk)
    if locked.state != Practice.State.PUBLISHED:
        raise Refused(_("This practice is not published now. Look for the version of now."))
    told = Adaptation.objects.filter(practice=locked, member=own.member_id, taken_back_at=None)
    if again := told.filter(changed__current__body=clean_words(changed)).first():
        return again
    made = Adaptation.objects.create(
        practice=locked,
        member=own.member,
        place=" ".join(clean_words(place).split()),
        changed=write(changed, by=by),
        happened=write(happened, by=by) if happened.strip() else None,
        told_at=timezone.now(),
    )
    event = events.AdaptationTold(
        object=made.public_id,
        commit=made.changed.commit,
        happened_commit=None if made.happened is None else made.happened.commit,
        practice=locked.public_id,
    )
    record(event, stream=locked.network.stream, by=by, role="member")
    return made


@transaction.atomic
def take_back_adaptation(adaptation: Adaptation, *, by: Actor) -> Adaptation:
    """Take back what one's member told: the words go. Clicking twice changes nothing."""
    own_delegate(adaptation.member, by)
    found = Adaptation.objects.select_for_update(of=("self",)).select_related("practice__network__stream")
    locked = found.get(pk=adaptation.pk)
    if locked.taken_back_at is None:
        locked.taken_back_at = timezone.now()
        locked.save(update_fields=["taken_back_at"])
        texts = [one for one in (locked.changed_id, locked.happened_id) if one is not None]
        erase(Version.objects.filter(text__in=texts, erased_at=None), taken_back=True)
        event = events.AdaptationTakenBack(object=locked.public_id, practice=locked.practice.public_id)
        record(event, stream=locked.practice.network.stream, by=by, role="member")
    return locked
