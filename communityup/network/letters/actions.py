"""What can one do with letters: write one, plan it, take it back; then it goes to each reader once, whatever dies."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from communityup.base.ids import new_id
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.letters import events, notices, permissions
from communityup.network.letters.models import PARTS, Copy, Letter, Return
from communityup.network.letters.queries import letters
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.newsletter.actions import stop_unreachable
from communityup.network.newsletter.models import Subscription, Topic
from communityup.network.newsletter.queries import readers
from communityup.people.actors import Actor
from communityup.post.actions import send, send_many
from communityup.post.queries import after_quiet_hours, in_quiet_hours
from communityup.texts.actions import clean_words, erase, find_again, revise, write
from communityup.texts.models import Version

State = Letter.State
COORDINATOR = "coordinator"
# So many copies are written at once, and wait in the outbox at most: no code to sign in stands behind a whole list.
AT_ONCE = 100
# With what is tried again later: when a mail server takes nothing, the rest waits here and not in the outbox.
MOST_WAITING = 1000


@transaction.atomic
def begin_letter(network: Network, *, words: Mapping[str, str], by: Actor) -> Letter:
    """Begin to write a letter."""
    own_coordinator(network, by)
    letter = Letter(network=network, topic=Topic(words["topic"]), title=words["title"], written_at=timezone.now())
    for name in PARTS:
        _set_part(letter, name, words.get(name, ""), by)
    letter.save()
    _record(events.LetterWritten(object=letter.public_id), letter, by)
    return letter


@transaction.atomic
def write_letter(letter: Letter, *, words: Mapping[str, str], by: Actor) -> Letter:
    """Change a letter before it is planned. The same words again change nothing."""
    own_coordinator(letter.network, by)
    locked = _locked(letter)
    permissions.refuse_unwritable(locked)
    before = (locked.topic, locked.title)
    locked.topic, locked.title = Topic(words["topic"]), words["title"]
    changed = [_set_part(locked, name, words.get(name, ""), by) for name in PARTS]
    if any(changed) or before != (locked.topic, locked.title):
        locked.save()
        _record(events.LetterWritten(object=locked.public_id), locked, by)
    return locked


@transaction.atomic
def drop_letter(letter: Letter, *, by: Actor) -> None:
    """Throw a letter away that was not planned; its words go. Twice changes nothing."""
    own_coordinator(letter.network, by)
    locked = letters().select_for_update(of=("self",)).filter(pk=letter.pk).first()
    if locked is None:
        return
    permissions.refuse_unwritable(locked)
    texts = [getattr(locked, name) for name in PARTS]
    locked.delete()
    erase(Version.objects.filter(text__in=[one for one in texts if one is not None], erased_at=None))
    _record(events.LetterDropped(object=locked.public_id), locked, by)


@transaction.atomic
def send_test(letter: Letter, *, language: str, by: Actor) -> None:
    """Mail a letter to oneself alone, as a reader would get it. Nothing happens to the letter, so there is no line."""
    own_coordinator(letter.network, by)
    to = by.account.email
    permissions.refuse_more_tests(to)
    words = notices.test_mail(letter, language)
    key = f"{permissions.TEST_KEY}{letter.public_id}:{new_id()}"
    headers = {"Reply-To": letter.network.contact}
    send(to=to, subject=words.subject, text=words.text, html=words.html, key=key, headers=headers)


@transaction.atomic
def plan_letter(letter: Letter, *, moment: dt.datetime, by: Actor) -> Letter:
    """Plan when a letter goes out; from the quiet hours it moves to their end. The same again changes nothing."""
    own_coordinator(letter.network, by)
    locked, goes_at = _locked(letter), after_quiet_hours(moment)
    if locked.state == State.PLANNED and locked.planned_for == goes_at:
        return locked
    permissions.refuse_unready(locked)
    permissions.refuse_moment(locked, goes_at)
    locked.state, locked.planned_for = State.PLANNED, goes_at
    locked.save(update_fields=["state", "planned_for"])
    told = timezone.localtime(goes_at).isoformat(timespec="minutes")
    _record(events.LetterPlanned(object=locked.public_id, moment=told), locked, by)
    return locked


@transaction.atomic
def take_back_letter(letter: Letter, *, by: Actor) -> Letter:
    """Take a planned letter back before it begins to go out, to write on. Clicking twice changes nothing."""
    own_coordinator(letter.network, by)
    locked = _locked(letter)
    permissions.refuse_begun(locked)
    if locked.state == State.PLANNED:
        locked.state, locked.planned_for = State.DRAFT, None
        locked.save(update_fields=["state", "planned_for"])
        _record(events.LetterTakenBack(object=locked.public_id), locked, by)
    return locked


def go_on() -> int:
    """Begin the letters whose moment came, and write the next copies of each that is going out; return how many acts.

    Each step is one transaction that asks by itself what is still to be done, so a worker that was killed goes on where
    it was. In quiet hours nothing begins, and nothing is written.
    """
    now = timezone.now()
    if in_quiet_hours(now):
        return sum(_tell_what_became(letter) for letter in _going_out())
    due = Letter.objects.filter(state=State.PLANNED, planned_for__lte=now).order_by("planned_for", "pk")
    begun = sum(_begin(letter) for letter in due)
    return begun + sum(_tell_what_became(letter) + _write_copies(letter) for letter in _going_out())


@transaction.atomic
def _begin(letter: Letter) -> int:
    """Let a letter go out: who reads it is fixed now, and its words stand behind this line."""
    locked = _locked(letter)
    if locked.state != State.PLANNED or locked.planned_for is None or locked.planned_for > timezone.now():
        return 0
    to = readers(locked.network, Topic(locked.topic))
    locked.readers, locked.last_reader = to.count(), to.order_by("-pk").values_list("pk", flat=True).first() or 0
    locked.state, locked.begun_at = State.SENDING, timezone.now()
    locked.save()
    find_again([locked.words, locked.intro])
    words, intro = (None if text is None else text.commit for text in (locked.words, locked.intro))
    event = events.LetterBegan(object=locked.public_id, commit=words, intro_commit=intro)
    record(event, stream=locked.network.stream, by=Actor.job("letters.send"))
    return 1


@transaction.atomic
def _write_copies(letter: Letter) -> int:
    """Write the next copies to the outbox, as far as there is room, and note up to whom; both or nothing."""
    locked = _locked(letter)
    if locked.state != State.SENDING or locked.reached == locked.last_reader:
        return 0
    waiting = Copy.objects.filter(is_told=False).aggregate(
        all=Count("pk"), ready=Count("pk", filter=Q(mail__due_at__lte=timezone.now()))
    )
    room = min(AT_ONCE - waiting["ready"], MOST_WAITING - waiting["all"])
    if room <= 0:
        return 0
    left = readers(locked.network, Topic(locked.topic)).filter(pk__gt=locked.reached, pk__lte=locked.last_reader)
    next_ones = list(left[:room])
    mails = send_many(notices.copies(locked, next_ones))
    Copy.objects.bulk_create(
        Copy(letter=locked, reader=reader, mail=mail) for reader, mail in zip(next_ones, mails, strict=True)
    )
    locked.reached = next_ones[-1].pk if len(next_ones) == room else locked.last_reader
    locked.save(update_fields=["reached"])
    return len(next_ones)


@transaction.atomic
def _tell_what_became(letter: Letter) -> int:
    """Note of which copies we know what became: sent, refused, or taken back with the address; and end the letter."""
    locked = _locked(letter)
    if locked.state != State.SENDING:
        return 0
    copies = locked.copies.filter(is_told=False)
    refused = list(copies.filter(mail__given_up_at__isnull=False).select_related("reader"))
    sent = copies.filter(mail__sent_at__isnull=False).update(is_told=True)
    known = copies.filter(Q(mail=None) | Q(pk__in=[one.pk for one in refused])).update(is_told=True)
    Letter.objects.filter(pk=locked.pk).update(sent=F("sent") + sent, refused=F("refused") + len(refused))
    for one in refused:
        _count_return(locked, one.reader, is_final=False)
    if locked.reached == locked.last_reader and not locked.copies.filter(is_told=False).exists():
        _end(locked)
    return sent + known


def _end(locked: Letter) -> None:
    """End a letter; to whom it went is forgotten."""
    Letter.objects.filter(pk=locked.pk).update(state=State.SENT, ended_at=timezone.now())
    locked.copies.all().delete()
    event = events.LetterSent(object=locked.public_id)
    record(event, stream=locked.network.stream, by=Actor.job("letters.send"))


@transaction.atomic
def note_return(mark: str, *, is_final: bool) -> bool | None:
    """Note that a copy came back; return whether its address was deleted for it, or None for a mark that is not ours.

    The same copy twice counts once. Only what stops somebody is a line.
    """
    about = permissions.returned(mark)
    letter = None if about is None else Letter.objects.filter(pk=about[0]).first()
    if about is None or letter is None:
        return None
    locked = _locked(letter)
    reader = Subscription.objects.filter(public_id=about[1], network=locked.network).first()
    return False if reader is None else _count_return(locked, reader, is_final=is_final)


def _count_return(locked: Letter, reader: Subscription, *, is_final: bool) -> bool:
    now = timezone.now()
    kept, is_new = Return.objects.get_or_create(
        letter=locked, reader=reader, defaults={"is_final": is_final, "at": now}
    )
    if is_final and not kept.is_final:
        kept.is_final = True
        kept.save(update_fields=["is_final"])
    given_up = permissions.is_given_up(reader)
    Letter.objects.filter(pk=locked.pk).update(
        came_back=F("came_back") + int(is_new), unreachable=F("unreachable") + int(given_up)
    )
    if given_up:
        stop_unreachable(reader, by=Actor.job("letters.returns"))
    return given_up


def _going_out() -> list[Letter]:
    return list(Letter.objects.filter(state=State.SENDING).order_by("begun_at", "pk"))


def _locked(letter: Letter) -> Letter:
    """Return a letter as it is now, under the lock of its network, so that the rule of one a day holds."""
    Network.objects.select_for_update().get(pk=letter.network_id)
    return letters().get(pk=letter.pk)


def _set_part(letter: Letter, name: str, words: str, by: Actor) -> bool:
    """Keep other words of one part, or none; return whether they are others."""
    before = getattr(letter, name)
    if not words.strip():
        setattr(letter, name, None)
        return before is not None
    if before is None:
        setattr(letter, name, write(words, by=by))
        return True
    if str(before) == clean_words(words):
        return False
    revise(before, words, by=by)
    return True


def _record(event: Event, letter: Letter, by: Actor) -> None:
    record(event, stream=letter.network.stream, by=by, role=COORDINATOR)
