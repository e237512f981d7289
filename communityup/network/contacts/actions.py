"""What can one do to be found, and between two people: write, answer, take no messages, report, delete for good."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.base.ids import new_id
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.contacts import events, permissions, queries
from communityup.network.contacts.models import Block, Message, Profile
from communityup.network.members.permissions import acts_in
from communityup.network.networks.models import Network
from communityup.network.newsletter.actions import one_at_a_time
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.actions import clean_words, delete_forever, leave_no_trace, write


@transaction.atomic
def be_found(network: Network, *, role: str, about: str, by: Actor) -> Profile:
    """Choose to be found by other members, or change what one tells. The same words again change nothing."""
    own, held = acts_in(network, by), _held(network)
    line, words = " ".join(clean_words(role).split()), clean_words(about)
    before = Profile.objects.select_related("about__current").filter(network=held, person=own.person).first()
    if before is not None:
        if (before.role, str(before.about), before.member_id) == (line, words, own.member_id):
            return before
        _forget_profile(before)
    made = Profile.objects.create(
        network=held, member=own.member, person=own.person, role=line, about=write(words, by=by), since=timezone.now()
    )
    event = events.FoundChanged(object=held.public_id, choice="yes", commit=made.about.commit)
    _record(event, held, by)
    return made


@transaction.atomic
def stop_being_found(network: Network, *, by: Actor) -> None:
    """Be found no longer; one's words go at once and for good. Clicking twice changes nothing."""
    own, held = acts_in(network, by), _held(network)
    before = Profile.objects.filter(network=held, person=own.person).first()
    if before is not None:
        _forget_profile(before)
        _record(events.FoundChanged(object=held.public_id, choice="no"), held, by)


@transaction.atomic
def write_to(profile: Profile, *, words: str, shares: bool, by: Actor) -> Message:
    """Write to somebody who can be found. The same words again, while they wait for an answer, are sent once."""
    own = acts_in(profile.network, by)
    one_at_a_time()
    waiting = Message.objects.filter(
        network=profile.network, sender=own.person, receiver=profile.person_id, answer=None
    )
    if again := waiting.filter(words__current__body=clean_words(words)).first():
        return again
    permissions.refuse_writing(profile, by)
    made = Message.objects.create(
        network=profile.network,
        sender=own.person,
        receiver=profile.person,
        words=write(words, by=by),
        shares=shares,
        sent_at=timezone.now(),
    )
    _record(events.MessageSent(object=made.public_id, commit=made.words.commit), made.network, by)
    return made


@transaction.atomic
def answer(message: Message, *, words: str, shares: bool, by: Actor) -> Message:
    """Answer a message, once. Clicking twice changes nothing."""
    locked = _locked(message)
    permissions.own_received(locked, by)
    if locked.answered_at is not None:
        return locked
    permissions.refuse_answering(locked)
    locked.answer, locked.answer_shares, locked.answered_at = write(words, by=by), shares, timezone.now()
    locked.save(update_fields=["answer", "answer_shares", "answered_at"])
    _record(events.MessageAnswered(object=locked.public_id, commit=locked.answer.commit), locked.network, by)
    return locked


@transaction.atomic
def take_none(message: Message, *, by: Actor) -> None:
    """Take no messages any more from who wrote this one. Clicking twice changes nothing."""
    locked = _locked(message)
    person = permissions.own_received(locked, by)
    given = {"network": locked.network, "person": person, "blocked": locked.sender}
    if Block.objects.get_or_create(**given, defaults={"since": timezone.now()})[1]:
        _record(events.BlockChanged(object=locked.network.public_id, choice="no"), locked.network, by)


@transaction.atomic
def take_again(message: Message, *, by: Actor) -> None:
    """Take messages again from who wrote this one. Clicking twice changes nothing."""
    locked = _locked(message)
    person = permissions.own_received(locked, by)
    if Block.objects.filter(network=locked.network, person=person, blocked=locked.sender_id).delete()[0]:
        _record(events.BlockChanged(object=locked.network.public_id, choice="yes"), locked.network, by)


@transaction.atomic
def report(message: Message, *, by: Actor) -> Message:
    """Show a message one got to the coordinators, because something is wrong with it. Clicking twice is once."""
    locked = _locked(message)
    permissions.own_received(locked, by)
    if locked.reported_at is None:
        locked.report, locked.reported_at = new_id(), timezone.now()
        locked.save(update_fields=["report", "reported_at"])
        _record(events.MessageReported(object=locked.report), locked.network, by)
    return locked


@transaction.atomic
def delete_message(message: Message, *, by: Actor) -> None:
    """Delete for good a message one got, with its answer."""
    locked = _locked(message)
    permissions.own_received(locked, by)
    _delete(locked, "receiver", by)


@transaction.atomic
def settle(message: Message, *, by: Actor) -> None:
    """Delete for good, as a coordinator, a message that was reported."""
    locked = _locked(message)
    permissions.own_coordinated(locked, by)
    _delete(locked, "coordinator", by)


def delete_due() -> int:
    """Delete for good what is older than ninety days, and words of who acts for no member any more; return how many."""
    count = sum(_delete_old(pk) for pk in list(queries.old().values_list("pk", flat=True)))
    count += _delete_left()
    leave_no_trace()
    return count


@transaction.atomic
def _delete_old(pk: int) -> bool:
    found = queries.old().select_related("network__stream").filter(pk=pk).first()
    if found is not None:
        _delete(found, "old", Actor.job("contacts.delete"))
    return found is not None


@transaction.atomic
def _delete_left() -> int:
    gone = list(queries.left())
    for profile in gone:
        _forget_profile(profile)
    return len(gone)


@transaction.atomic
def forget_person(person: Person) -> None:
    """Delete what somebody who leaves the platform told, wrote and got here."""
    for profile in Profile.objects.filter(person=person):
        _forget_profile(profile)
    for message in Message.objects.filter(permissions.of(person)):
        _forget_message(message)
    Block.objects.filter(person=person).delete()
    Block.objects.filter(blocked=person).delete()


def _delete(message: Message, why: str, by: Actor) -> None:
    about, network = message.public_id, message.network
    _forget_message(message)
    _record(events.MessageDeleted(object=about, why=why), network, by)


def _forget_message(message: Message) -> None:
    texts = [one for one in (message.words_id, message.answer_id) if one is not None]
    message.delete()
    delete_forever(texts)


def _forget_profile(profile: Profile) -> None:
    profile.delete()
    delete_forever([profile.about_id])


def _held(network: Network) -> Network:
    return Network.objects.select_for_update(of=("self",)).select_related("stream").get(pk=network.pk)


def _locked(message: Message) -> Message:
    found = Message.objects.select_for_update(of=("self",)).select_related("network__stream", "sender", "receiver")
    locked = found.filter(pk=message.pk).first()
    if locked is None:
        raise Refused(_("This message was deleted meanwhile."))
    return locked


def _record(event: Event, network: Network, by: Actor) -> None:
    """Record what happened; no line leads to anybody."""
    record(event, stream=network.stream, by=by if by.person is None else replace(by, nameless=True))
