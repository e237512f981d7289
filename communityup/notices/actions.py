"""What can one do with messages: tell who hears about a line, write the letters that are due, read, choose, stop.

None of this is a line in the log: the log is about what parties do, not about who read it.
"""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import NotAllowed
from communityup.base.prepared import prepared
from communityup.log.models import Line, Pseudonym
from communityup.notices import notices, permissions, queries
from communityup.notices.models import Followed, Listener, Notice, Rhythm, Told, Uninvited
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.post.actions import Attachment, send, withhold
from communityup.post.models import Mail
from communityup.post.queries import framed, in_quiet_hours

logger = logging.getLogger(__name__)

LINES_AT_ONCE = 500
KEYS_AT_ONCE = 5_000
LETTERS_AT_ONCE = 50
MOST_ROUNDS = 20
KEPT = dt.timedelta(days=2 * 365)

Letter = Notice.Letter


def tell() -> int:
    """Turn every line that has no mark yet into notices; return how many lines were told.

    Each line has its own transaction: notices and mark come together or not at all. A line that fails is tried again
    and holds up no other; the failures are raised at the end, so that the worker knows.
    """
    told, failures = 0, []
    for stream in queries.streams_to_tell():
        waiting = Line.objects.filter(stream=stream, told=None).order_by("n").values_list("pk", flat=True)
        for line in list(waiting[:LINES_AT_ONCE]):
            try:
                told += _tell_line(line)
            except Exception as problem:
                logger.exception("line %s was not told", line)
                failures.append(problem)
    if failures:
        raise ExceptionGroup("some lines were not told", failures)
    return told


@transaction.atomic
def _tell_line(pk: int) -> bool:
    line = _lines.first(pk)
    if line is None:  # a challenge to practise was thrown away meanwhile, with its log
        return False
    if not _locked(line.stream_id):
        Followed.objects.get_or_create(stream=line.stream)
        _locked(line.stream_id)
    if _told(line.pk):
        return False
    now = timezone.now()
    Told.objects.create(line=line, at=now)
    Followed.objects.filter(stream=line.stream).update(told=F("told") + 1)
    hearing = queries.hearings().get(line.type)
    if hearing is not None and not hearing.why_nobody:
        _tell_people(line, hearing, at=now)
    return True


@prepared
def _lines(pk: int) -> QuerySet[Line]:
    return Line.objects.select_related("stream").filter(pk=pk)


@prepared
def _locked(stream: int) -> QuerySet[Followed]:
    return Followed.objects.select_for_update().filter(stream=stream)


@prepared
def _told(line: int) -> QuerySet[Told, int]:
    return Told.objects.filter(line=line).values_list("pk", flat=True)


def _tell_people(line: Line, hearing: queries.Hearing, *, at: dt.datetime) -> None:
    """Write the notices of all who hear about a line, with one moment for all (E29)."""
    happening = queries.happening_of(line)
    alike = set(hearing.hearers(happening))
    council = set(hearing.council(happening)) - alike
    actor = _actor(line)
    for people in _portions(sorted(alike | council)):
        here = Person.objects.filter(pk__in=people, is_active=True).order_by("pk")
        Notice.objects.bulk_create(
            (
                Notice(
                    person_id=person,
                    line=line,
                    stream=line.stream,
                    at=at,
                    read_at=at if person == actor else None,
                    urgent=hearing.urgent,
                    **_letter(
                        rhythm or (Rhythm.PHASE if person in council else Rhythm.DAILY), at, urgent=hearing.urgent
                    ),
                )
                for person, rhythm in here.values_list("pk", "listener__rhythm")
            ),
            ignore_conflicts=True,
            batch_size=1_000,
        )
    if hearing.ends_phase:
        waiting = Notice.objects.filter(stream=line.stream, letter=Letter.PHASE)
        waiting.update(letter=Letter.DUE, due_at=queries.moment_of(Rhythm.AT_ONCE, at))


def _letter(rhythm: str, at: dt.datetime, *, urgent: bool) -> dict[str, object]:
    if rhythm == Rhythm.PHASE:
        return {"letter": Letter.PHASE, "due_at": None}
    due_at = queries.moment_of(rhythm, at, urgent=urgent)
    return {"letter": Letter.NONE if due_at is None else Letter.DUE, "due_at": due_at}


def _actor(line: Line) -> int | None:
    """Return who acted, as far as the log knows: what one did oneself is no news."""
    key = (
        Pseudonym.objects.filter(value=line.actor).values_list("person_key", flat=True).first() if line.actor else None
    )
    return int(key.removeprefix("person:")) if key and key.startswith("person:") else None


def _portions(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), KEYS_AT_ONCE):
        yield keys[start : start + KEYS_AT_ONCE]


def write_letters() -> int:
    """Write to the outbox one letter for each person for whom something is due; return how many.

    Letter and mark come in one transaction, so a letter is written once, however often a worker is killed. In the
    quiet hours nothing is written: in the morning all of it goes in one letter.
    """
    written = 0
    for _round in range(MOST_ROUNDS):
        now = timezone.now()
        people = [] if in_quiet_hours(now) else queries.people_with_letters_due(now, LETTERS_AT_ONCE)
        if not people:
            break
        written += _write_for(sorted(people), now)
    return written


@transaction.atomic
def _write_for(people: Sequence[int], now: dt.datetime) -> int:
    Listener.objects.bulk_create((Listener(person_id=person) for person in people), ignore_conflicts=True)
    locked = Listener.objects.select_for_update(of=("self",)).select_related("person").filter(person_id__in=people)
    readers = {listener.person_id: listener for listener in locked.order_by("pk")}
    due = Notice.objects.filter(person_id__in=people, letter=Letter.DUE, due_at__lte=now).select_related("line")
    found = list(due.order_by("person_id", "line_id"))
    streams = {notice.stream_id for notice in found}
    words = notices.Words(queries.places_of(streams))
    visible = queries.visible_to([one.person for one in readers.values()], streams)
    written = 0
    for person, heard in groupby(found, key=lambda notice: notice.person_id):
        shown = [notice for notice in heard if (person, notice.stream_id) in visible]
        written += _write(readers[person], shown, words)
    # By key, and not by the same question again: what was told meanwhile is in no letter yet.
    for portion in _portions([notice.pk for notice in found]):
        Notice.objects.filter(pk__in=portion).update(letter=Letter.WRITTEN)
    return written


def _write(reader: Listener, shown: list[Notice], words: notices.Words) -> int:
    """Write one letter; none to who left, has no address or stopped mail, may see none of it, or read it all."""
    if not reader.person.is_active or reader.person.is_guest or reader.rhythm == Rhythm.SITE:
        return 0
    if all(notice.read_at is not None for notice in shown):
        return 0
    letter = words.letter(reader, [notice.line for notice in shown])
    send(
        to=reader.person.email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        key=f"notices:{reader.public_id}:{shown[-1].pk}",
        headers=notices.headers(reader),
        due_at=max(notice.due_at for notice in shown if notice.due_at is not None),
    )
    return 1


def send_besides(
    person: Person,
    *,
    subject: str,
    text: str,
    why: str,
    key: str,
    attachments: Iterable[Attachment] = (),
    due_at: dt.datetime | None = None,
) -> Mail | None:
    """Write a letter of its own about a day, which waits for no digest (R32); None for who stopped their mail.

    In the language that is active, with the links and the headers of a digest: one click stops all of it, and what
    happens stays on the site.
    """
    reader, _new = Listener.objects.get_or_create(person=person)
    if reader.rhythm == Rhythm.SITE:
        return None
    stop = _("No more of these mails: %(stop_url)s") % {"stop_url": notices.stop_address(reader)}
    return send(
        to=person.email,
        subject=subject,
        text=text,
        why=f"{why} {stop}",
        key=key,
        attachments=attachments,
        headers=notices.headers(reader),
        due_at=due_at,
    )


@transaction.atomic
def invite(*, to: str, subject: str, text: str, why: str, key: str, own: str | None = None) -> Mail:
    """Write a letter that invites an address, with the link and the headers by which its owner stops invitations.

    To who wants none it is written without its words and never leaves: whoever invites reads the same as always, and
    as many letters a day count (X6).
    """
    hashed, stop = permissions.address_hash(to), notices.uninvited_address(to)
    if permissions.is_uninvited(hashed):
        return withhold(send(to=to, subject=subject, text="", why=why, key=key))
    told = f"{why} " + _("No more invitations to this address: %(stop_url)s") % {"stop_url": stop}
    letter = framed(subject, text, why=told, own=own)
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return send(to=to, subject=letter.subject, text=letter.text, html=letter.html, key=key, headers=headers)


@transaction.atomic
def stop_invitations(hashed: str) -> None:
    """Stop invitations by mail to an address (by hash), by the link in one of them. Twice changes nothing."""
    Uninvited.objects.get_or_create(address_hash=hashed, defaults={"since": timezone.now()})


@transaction.atomic
def let_invitations_come(hashed: str, *, by: Actor) -> None:
    """Let invitations come to one's own address again."""
    permissions.refuse_others(hashed, by)
    Uninvited.objects.filter(address_hash=hashed).delete()


@transaction.atomic
def read_all(person: Person, *, up_to: int, by: Actor) -> int:
    """Mark as read what somebody was shown: everything up to a line, and nothing that came in meanwhile."""
    _only_oneself(person, by)
    unread = Notice.objects.filter(person=person, read_at=None, line_id__lte=up_to)
    return unread.update(read_at=timezone.now())


@transaction.atomic
def choose_rhythm(person: Person, *, rhythm: str, by: Actor) -> Listener:
    """Choose how often one gets mail; what waits for a letter waits for the next one in the new rhythm."""
    _only_oneself(person, by)
    return _choose(person, rhythm)


@transaction.atomic
def stop_mail(listener: Listener) -> Listener:
    """Stop the mail of somebody by the link in a letter: messages stay on the site. Twice changes nothing."""
    return _choose(listener.person, Rhythm.SITE)


def _choose(person: Person, rhythm: str) -> Listener:
    Listener.objects.get_or_create(person=person)
    listener = Listener.objects.select_for_update().get(person=person)
    listener.rhythm = Rhythm(rhythm)
    listener.save(update_fields=["rhythm"])
    now = timezone.now()
    for urgent in (False, True):
        waiting = Notice.objects.filter(person=person, urgent=urgent, letter__in=[Letter.PHASE, Letter.DUE])
        waiting.update(**_letter(listener.rhythm, now, urgent=urgent))
    return listener


def _only_oneself(person: Person, by: Actor) -> None:
    if by.person is None or by.person.pk != person.pk:
        raise NotAllowed(_("Only somebody themselves can do this with their messages."))


def forget_person(person: Person) -> None:
    """Delete the notices and the choice of somebody who leaves."""
    Notice.objects.filter(person=person).delete()
    Listener.objects.filter(person=person).delete()


def forget_old() -> int:
    """Delete notices after two years; the log keeps what happened."""
    deleted, _each = Notice.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return deleted
