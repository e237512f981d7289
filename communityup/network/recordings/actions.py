"""What can one do with a recording: keep it, ask who speaks in it, answer, open and close it, make and use its code."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from communityup.codes import actions as codes
from communityup.codes.models import Code
from communityup.gatherings.models import Registration
from communityup.log.actions import record
from communityup.log.events import Event
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.networks.permissions import own_coordinator
from communityup.network.recordings import events, notices, permissions
from communityup.network.recordings.models import Part, Recording, Right, Speaker
from communityup.people.actors import Actor
from communityup.people.models import Person, normalised
from communityup.people.queries import find_by_address
from communityup.texts.actions import LONGEST, clean_words, erase, revise, write, write_many
from communityup.texts.models import Text, Version

Answer, Audience = Speaker.Answer, Recording.Audience
COORDINATOR = "coordinator"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What one says of a recording: where it is, in short what it is about, and what was said or why that is not there.

    Exactly one of `transcript` and `no_transcript` has words.
    """

    link: str
    summary: str
    transcript: str = ""
    no_transcript: str = ""


@transaction.atomic
def keep_recording(session: Session, *, told: Told, by: Actor) -> Recording:
    """Add the recording of a session, or change it while it is closed; then its speakers are asked anew (E30).

    The same again changes nothing and asks nobody.
    """
    own_coordinator(session.network, by)
    permissions.refuse_before(session)
    permissions.refuse_link(told.link)
    recording, before = _held(session), list[int]()
    if recording is None:
        recording = Recording(session=session, summary=write(told.summary, by=by), kept_at=timezone.now())
    elif _is_same(recording, told):
        return recording
    else:
        permissions.refuse_open(recording)
        before = _said(recording)
        _revise(recording.summary, told.summary, by)
        recording.edition += 1
    _set_words(recording, told, by)
    _erase(before)
    _record(events.RecordingKept(object=recording.public_id), recording, by)
    _ask_anew(recording)
    return recording


@transaction.atomic
def name_speaker(recording: Recording, *, name: str, email: str, language: str = "nl", by: Actor) -> Speaker:
    """Say who speaks in a recording: they are asked how far it may be seen. The same address again asks nobody."""
    own_coordinator(recording.session.network, by)
    locked, address = _locked(recording), normalised(email)
    if again := locked.speakers.filter(email=address).first():
        return again
    permissions.refuse_open(locked)
    permissions.refuse_more_letters(address)
    person = find_by_address(address)
    speaker = Speaker.objects.create(
        recording=locked,
        name=" ".join(clean_words(name).split()),
        email=address,
        person=person,
        language=language if person is None else person.language,
        named_at=timezone.now(),
        asked_at=timezone.now(),
    )
    _record(events.SpeakerNamed(object=locked.public_id, speaker=speaker.public_id), locked, by)
    notices.ask(speaker)
    return speaker


@transaction.atomic
def ask_again(speaker: Speaker, *, by: Actor) -> bool:
    """Ask once more who did not answer, at most once a week; return False for who was asked lately or answered."""
    own_coordinator(speaker.recording.session.network, by)
    locked = _locked(speaker.recording)
    found = locked.speakers.filter(pk=speaker.pk).first()
    if found is None or not permissions.may_ask_again(found):
        return False
    permissions.refuse_more_letters(found.email)
    found.asked_at = timezone.now()
    found.save(update_fields=["asked_at"])
    _record(events.SpeakerAskedAgain(object=locked.public_id, speaker=found.public_id), locked, by)
    notices.ask(found, again=True)
    return True


@transaction.atomic
def leave_out_speaker(speaker: Speaker, *, by: Actor) -> None:
    """Take back that somebody speaks in a recording, before they answer; their address goes. Clicking twice is once."""
    own_coordinator(speaker.recording.session.network, by)
    locked = _locked(speaker.recording)
    permissions.refuse_open(locked)
    found = locked.speakers.filter(pk=speaker.pk).first()
    if found is not None:
        permissions.refuse_answered(found)
        found.delete()
        _record(events.SpeakerLeftOut(object=locked.public_id), locked, by)


@transaction.atomic
def answer(speaker: Speaker, *, said: str, by: Actor) -> Speaker:
    """Say as somebody who speaks in it how far a recording may be seen.

    A smaller yes closes it, or ends its code, at once. The same answer again changes nothing.
    """
    permissions.own_voice(speaker, by)
    locked = _locked(speaker.recording)
    own = locked.speakers.get(pk=speaker.pk)
    if own.answer == said:
        return own
    own.answer, own.answered_at = Answer(said), timezone.now()
    own.save(update_fields=["answer", "answered_at"])
    if not permissions.lets_codes_work(said):
        codes.revoke(purpose=permissions.CODES, about=locked.public_id)
    quiet = replace(by, nameless=True)
    if locked.opened_at is not None and not permissions.stays_open(locked, said):
        _shut(locked)
        _record_as(events.ConsentTakenBack(object=locked.public_id), locked, quiet)
    else:
        _record_as(events.SpeakerAnswered(object=locked.public_id, answer=own.answer), locked, quiet)
    return own


@transaction.atomic
def open_recording(recording: Recording, *, audience: str, by: Actor) -> Recording:
    """Open a recording for who was there or for everybody, once every speaker lets so many see it (E30).

    Who was registered gets a letter with a link of their own, without a code. Clicking twice is once.
    """
    own_coordinator(recording.session.network, by)
    locked = _locked(recording)
    if locked.opened_at is not None and locked.audience == audience:
        return locked
    permissions.refuse_without_consent(locked, audience)
    locked.audience, locked.opened_at = Audience(audience), timezone.now()
    locked.save(update_fields=["audience", "opened_at"])
    commit = locked.summary.commit if audience == Audience.PUBLIC else None
    _record(events.RecordingOpened(object=locked.public_id, commit=commit, audience=locked.audience), locked, by)
    there = locked.session.gathering.registrations.filter(state=Registration.State.SEAT)
    for registration in there.order_by("pk"):
        notices.tell_open(locked, registration)
    return locked


@transaction.atomic
def close_recording(recording: Recording, *, by: Actor) -> Recording:
    """Close a recording: nobody watches it here any more, and its code stops working. Clicking twice is once."""
    own_coordinator(recording.session.network, by)
    locked = _locked(recording)
    if locked.opened_at is not None:
        _shut(locked)
        _record(events.RecordingClosed(object=locked.public_id), locked, by)
    return locked


@transaction.atomic
def renew_code(recording: Recording, *, days: int, by: Actor) -> str:
    """Make a new code and return it: this is the only moment at which anybody can read it. The one before it dies."""
    own_coordinator(recording.session.network, by)
    locked = _locked(recording)
    permissions.refuse_code(locked)
    codes.revoke(purpose=permissions.CODES, about=locked.public_id)
    ends_at = timezone.now() + dt.timedelta(days=min(max(days, 1), permissions.LONGEST_DAYS))
    [made] = codes.make_codes(
        purpose=permissions.CODES, about=locked.public_id, number=1, ends_at=ends_at, most=permissions.USES
    )
    until = timezone.localtime(ends_at).date().isoformat()
    _record(events.CodeRenewed(object=locked.public_id, until=until), locked, by)
    return made


@transaction.atomic
def enter(recording: Recording, code: Code | None) -> bool:
    """Use a code once more for this recording; False for none, for one of another, and for one that ended meanwhile.

    Who watches has no line of their own.
    """
    return code is not None and code.about == recording.public_id and codes.use(code)


@transaction.atomic
def remove_recording(recording: Recording, *, by: Actor) -> None:
    """Take a recording away: its words, who speaks in it, and its code. The video itself is not here."""
    own_coordinator(recording.session.network, by)
    locked = _locked(recording)
    texts = [locked.summary_id, *_said(locked)]
    codes.revoke(purpose=permissions.CODES, about=locked.public_id)
    _record(events.RecordingRemoved(object=locked.public_id), locked, by)
    locked.delete()
    _erase(texts)


def keep_rights(registrations: QuerySet[Registration]) -> None:
    """Keep without a name, before they are forgotten, that who was registered may watch, as long as a recording is.

    A part of the forgetting, in its transaction.
    """
    here = registrations.filter(state=Registration.State.SEAT, gathering__session__recording__isnull=False)
    found = here.values_list("gathering__session__recording", "public_id")
    Right.objects.bulk_create(
        [Right(recording_id=recording, ticket=ticket) for recording, ticket in found], ignore_conflicts=True
    )


@transaction.atomic
def forget_person(person: Person) -> None:
    """Close what somebody who leaves the platform speaks in: the name goes, and their voice counts as a no."""
    for speaker in Speaker.objects.filter(Q(person=person) | Q(email=person.email)).select_related(
        "recording__session"
    ):
        answer(speaker, said=Answer.NO, by=Actor.of(person))
        Speaker.objects.filter(pk=speaker.pk).update(name="", email="", person=None)


def _set_words(recording: Recording, told: Told, by: Actor) -> None:
    """Keep link and words; the transcript in parts, each within the length of a text."""
    parts = list(_parts(told.transcript))
    recording.link, recording.has_transcript = told.link, bool(parts)
    recording.no_transcript = None if parts else write(told.no_transcript, by=by)
    recording.save()
    recording.parts.all().delete()
    kept = write_many(parts, by=by, source="web")
    Part.objects.bulk_create(
        Part(recording=recording, number=number, words=text) for number, text in enumerate(kept, 1)
    )


def _parts(transcript: str) -> Iterator[str]:
    """Cut a transcript between its lines into texts that are short enough."""
    part = ""
    for line in transcript.splitlines():
        for piece in [line[start : start + LONGEST] for start in range(0, max(len(line), 1), LONGEST)]:
            if len(part) + len(piece) >= LONGEST and part.strip():
                yield part.strip()
                part = ""
            part += f"{piece}\n"
    if part.strip():
        yield part.strip()


def _said(recording: Recording) -> list[int]:
    """Return the texts of the transcript, or of the reason why there is none."""
    why = [] if recording.no_transcript_id is None else [recording.no_transcript_id]
    return [*recording.parts.values_list("words", flat=True), *why]


def _erase(texts: list[int]) -> None:
    erase(Version.objects.filter(text__in=texts, erased_at=None))


def _is_same(recording: Recording, told: Told) -> bool:
    before = [str(part.words) for part in recording.parts.select_related("words__current")]
    after = [clean_words(part) for part in _parts(told.transcript)]
    why = "" if recording.no_transcript is None else str(recording.no_transcript)
    said = (recording.link, str(recording.summary), why, before)
    return said == (told.link, clean_words(told.summary), "" if after else clean_words(told.no_transcript), after)


def _ask_anew(recording: Recording) -> None:
    """Let every answer be given again: it was about what the recording was before."""
    recording.speakers.exclude(email="").update(answer=Answer.NONE, answered_at=None, asked_at=timezone.now())
    for speaker in recording.speakers.exclude(email=""):
        notices.ask(speaker)


def _shut(recording: Recording) -> None:
    recording.opened_at = None
    recording.save(update_fields=["opened_at"])
    codes.revoke(purpose=permissions.CODES, about=recording.public_id)


def _revise(text: Text, words: str, by: Actor) -> None:
    if str(text) != clean_words(words):
        revise(text, words, by=by)


def _held(session: Session) -> Recording | None:
    """Return the recording of a session under the lock of its network, so that no yes is missed while it opens."""
    Network.objects.select_for_update().get(pk=session.network_id)
    words = ("summary__current", "no_transcript__current")
    found = Recording.objects.select_related("session__network__stream", "session__gathering", *words)
    return found.filter(session=session).first()


def _locked(recording: Recording) -> Recording:
    found = _held(recording.session)
    if found is None:
        raise Http404
    return found


def _record(event: Event, recording: Recording, by: Actor) -> None:
    record(event, stream=recording.session.network.stream, by=by, role=COORDINATOR)


def _record_as(event: Event, recording: Recording, by: Actor) -> None:
    record(event, stream=recording.session.network.stream, by=by)
