"""What can one do to be found, and between two people: write, write back, bar, report, delete for good."""

from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.base.ids import new_id
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.contacts import events, permissions, queries
from communityup.network.contacts.models import Block, Message, Profile, Reply
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
        network=profile.network, sender=own.person, receiver=profile.person_id, answered_at=None, taken_back_at=None
    )
    if again := waiting.filter(words__current__body=clean_words(words)).first():
        return again
    permissions.refuse_writing(profile, by)
    said = write(words, by=by)
    made = Message.objects.create(
        network=profile.network,
        sender=own.person,
        receiver=profile.person,
        words=said,
        shares=shares,
        sent_at=timezone.now(),
    )
    _record(events.MessageSent(object=made.public_id, commit=said.commit), made.network, by)
    return made


@transaction.atomic
def reply(message: Message, *, words: str, shares: bool, by: Actor) -> Message:
    """Write back in a conversation. The same words again, while the other wrote nothing, are sent once."""
    locked = _locked(message)
    person = permissions.one_of_two(locked, by)
    last = locked.replies.select_related("words__current").last()
    if last is not None and last.author_id == person.pk and str(last.words) == clean_words(words):
        return locked
    permissions.refuse_replying(locked, by)
    made = Reply.objects.create(message=locked, author=person, words=write(words, by=by), sent_at=timezone.now())
    got = person.pk == locked.receiver_id
    if got:
        locked.answered_at, locked.receiver_shares = (
            locked.answered_at or made.sent_at,
            locked.receiver_shares or shares,
        )
    else:
        locked.shares = locked.shares or shares
    locked.save(update_fields=["answered_at", "receiver_shares", "shares"])
    event = events.MessageAnswered if got else events.MessageWentOn
    _record(event(object=locked.public_id, commit=made.words.commit), locked.network, by)
    return locked


@transaction.atomic
def take_none(message: Message, *, by: Actor) -> None:
    """Take no messages any more from the other one: bar them. Nobody hears of it. Clicking twice changes nothing."""
    locked = _locked(message)
    person = permissions.who_got_words(locked, by)
    given = {"network": locked.network, "person": person, "blocked": permissions.other_of(locked, person)}
    if Block.objects.get_or_create(**given, defaults={"since": timezone.now()})[1]:
        _record(events.BlockChanged(object=locked.network.public_id, choice="no"), locked.network, by)


@transaction.atomic
def take_again(message: Message, *, by: Actor) -> None:
    """Take messages again from the other one. Clicking twice changes nothing."""
    locked = _locked(message)
    person = permissions.who_got_words(locked, by)
    other = permissions.other_of(locked, person)
    if Block.objects.filter(network=locked.network, person=person, blocked=other).delete()[0]:
        _record(events.BlockChanged(object=locked.network.public_id, choice="yes"), locked.network, by)


@transaction.atomic
def take_back(message: Message, *, by: Actor) -> None:
    """Take back a message one wrote, as long as there is no answer; its words go for good. Clicking twice is once.

    What was shown to the coordinators stays with them and with who showed it, until that is closed. The writer is not
    told that it was. It still counts as one of the three of a day, so that nobody writes again and again.
    """
    locked = _locked(message)
    permissions.own_unanswered(locked, by)
    if locked.taken_back_at is None:
        locked.taken_back_at = timezone.now()
        locked.save(update_fields=["taken_back_at"])
        _forget_taken_back(locked)
        _record(events.MessageTakenBack(object=locked.public_id), locked.network, by)


@transaction.atomic
def close_report(message: Message, *, by: Actor) -> None:
    """Close to the coordinators what was shown to them: one of them dealt with it, or who showed it wants it back.

    When both showed it, it stays shown by the other one; neither hears that of the other.
    """
    locked = _locked(message)
    who = permissions.closes(locked, by)
    if permissions.is_shown(locked):
        about = locked.report or ""
        if who == "reporter" and locked.sender_reports and locked.receiver_reports:
            mine = "sender_reports" if by.account.pk == locked.sender_id else "receiver_reports"
            setattr(locked, mine, False)
        else:
            locked.closed_at = timezone.now()
        locked.save(update_fields=["closed_at", "sender_reports", "receiver_reports"])
        _forget_taken_back(locked)
        _record(events.ReportClosed(object=about, who=who), locked.network, by)


@transaction.atomic
def report(message: Message, *, by: Actor) -> Message:
    """Show a conversation to the coordinators, because something is wrong with what one got. Clicking twice is once."""
    locked = _locked(message)
    person = permissions.who_got_words(locked, by)
    mine = "receiver_reports" if person.pk == locked.receiver_id else "sender_reports"
    if locked.closed_at is not None:
        # What was closed is shown anew, and by this one alone.
        locked.report, locked.reported_at, locked.closed_at = None, None, None
        locked.sender_reports = locked.receiver_reports = False
    if not getattr(locked, mine):
        about = locked.report or new_id()
        locked.report, locked.reported_at = about, locked.reported_at or timezone.now()
        setattr(locked, mine, True)
        locked.save(update_fields=["report", "reported_at", "closed_at", "sender_reports", "receiver_reports"])
        _record(events.MessageReported(object=about), locked.network, by)
    return locked


@transaction.atomic
def delete_message(message: Message, *, by: Actor) -> None:
    """Delete for good a message one got, with all that followed."""
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
    count += _delete_left() + _delete_taken_back()
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


def _delete_taken_back() -> int:
    """Delete the rows of what was taken back, once they count for no day any more; their words are gone already."""
    return queries.taken_back().delete()[0]


@transaction.atomic
def forget_person(person: Person) -> None:
    """Delete what somebody who leaves the platform told, wrote and got here."""
    for profile in Profile.objects.filter(person=person):
        _forget_profile(profile)
    for message in Message.objects.filter(permissions.between(person)):
        _forget_message(message)
    Block.objects.filter(person=person).delete()
    Block.objects.filter(blocked=person).delete()


def _delete(message: Message, why: str, by: Actor) -> None:
    about, network = message.public_id, message.network
    _forget_message(message)
    _record(events.MessageDeleted(object=about, why=why), network, by)


def _forget_message(message: Message) -> None:
    texts = [message.words_id, *message.replies.values_list("words_id", flat=True)]
    message.delete()
    delete_forever([one for one in texts if one is not None])


def _forget_taken_back(message: Message) -> None:
    """Let the words of what was taken back go, unless the coordinators look at it now."""
    if message.taken_back_at is None or message.words_id is None or permissions.is_shown(message):
        return
    about, message.words = message.words_id, None
    message.save(update_fields=["words"])
    delete_forever([about])


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
