"""What can one do with first sketches: show one, give it a next version, end it or open it again, and react."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.actions import record, record_erasure
from communityup.log.events import Event
from communityup.network.networks.models import Network
from communityup.network.outlines import events, permissions, queries
from communityup.network.outlines.models import Edition, Outline, Reaction
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.actions import clean_words, erase, revise, write
from communityup.texts.models import Text, Version

State = Outline.State


@dataclass(frozen=True, kw_only=True)
class Said:
    """One version in words: a title, what it says, what one wants to hear, and what was done with the reactions."""

    title: str
    words: str
    asks: str = ""
    done: str = ""

    @property
    def whole(self) -> str:
        """Return title and words as the one text that is kept."""
        return f"{' '.join(clean_words(self.title).split())}\n\n{clean_words(self.words)}"

    @property
    def beside(self) -> tuple[str, str]:
        """Return what one wants to hear and what was done with the reactions, as it is kept; each can be empty."""
        return tuple(clean_words(words) if words.strip() else "" for words in (self.asks, self.done))  # type: ignore[return-value]  # there are two


@transaction.atomic
def show_sketch(network: Network, *, said: Said, by: Actor) -> Outline:
    """Put a first sketch before the network, for one's member or as who coordinates (A9).

    The same words again, while that sketch is open, show nothing new.
    """
    voice = permissions.own_voice(network, by)
    held = Network.objects.select_for_update(of=("self",)).select_related("stream").get(pk=network.pk)
    own = held.outlines.filter(member=voice.member, state=State.SKETCH)
    if again := own.filter(words__current__body=said.whole).first():
        return again
    permissions.refuse_more(held, voice)
    made = Outline.objects.create(
        network=held, member=voice.member, words=write(said.whole, by=by), shown_at=timezone.now()
    )
    edition = _edition(made, Version.objects.get(text=made.words), said, by)
    event = events.SketchShown(object=made.public_id, commit=made.words.commit, asks_commit=_commit(edition.asks))
    _record(event, made, voice, by)
    return made


@transaction.atomic
def revise_sketch(outline: Outline, *, after: int, said: Said, by: Actor) -> Outline:
    """Give one's own sketch a next version after number `after`; the earlier ones stay with the reactions to them.

    Who got reactions says what they did with them. The same again makes no version.
    """
    voice, locked = permissions.own_outline(outline, by), _locked(outline)
    permissions.refuse_ended(locked)
    if queries.is_said(locked, said.whole, said.beside):
        return locked
    permissions.last_version(locked, after)
    if queries.has_reactions(locked) and not said.beside[1]:
        raise Refused(_("Others reacted to this version. Say first what you did with that."))
    edition = _edition(locked, revise(locked.words, said.whole, by=by), said, by)
    event = events.SketchRevised(
        object=locked.public_id,
        commit=locked.words.commit,
        number=edition.version.number,
        asks_commit=_commit(edition.asks),
        done_commit=_commit(edition.done),
    )
    _record(event, locked, voice, by)
    return locked


@transaction.atomic
def end_sketch(outline: Outline, *, outcome: str, words: str = "", by: Actor) -> Outline:
    """Say of one's own sketch that it is final, or withdraw it; nobody reacts any more, all of it stays to be read.

    Clicking twice changes nothing.
    """
    voice, locked = permissions.own_outline(outline, by), _locked(outline)
    state = State(outcome)
    if locked.state == state != State.SKETCH:
        return locked
    permissions.refuse_ended(locked)
    if state == State.SKETCH:
        raise Refused(_("Choose whether it is no longer a sketch, or taken back."))
    locked.state, locked.ended_at = state, timezone.now()
    locked.closing = write(words, by=by) if words.strip() else None
    locked.save(update_fields=["state", "ended_at", "closing"])
    event = events.SketchEnded(object=locked.public_id, commit=_commit(locked.closing), outcome=state.value)
    _record(event, locked, voice, by)
    return locked


@transaction.atomic
def open_again(outline: Outline, *, by: Actor) -> Outline:
    """Let one's own sketch that was ended be one again: members react to its last version as before.

    What was said of its end goes, because it did not end. Clicking twice changes nothing.
    """
    voice, locked = permissions.own_outline(outline, by), _locked(outline)
    if locked.state == State.SKETCH:
        return locked
    permissions.refuse_more(locked.network, voice)
    said, locked.closing = locked.closing, None
    locked.state, locked.ended_at = State.SKETCH, None
    locked.save(update_fields=["state", "ended_at", "closing"])
    _record(events.SketchOpenedAgain(object=locked.public_id), locked, voice, by)
    if said is not None:
        gone = list(said.versions.filter(erased_at=None))
        erase(gone, taken_back=True)
        for version in gone:
            record_erasure(version.commit, by=by)
    return locked


@transaction.atomic
def react(outline: Outline, *, number: int, words: str, by: Actor) -> Reaction:
    """Say something to the last version of a sketch; once more changes what one said. The same changes nothing."""
    voice, locked = permissions.own_voice(outline.network, by), _locked(outline)
    permissions.refuse_ended(locked)
    version = permissions.last_version(locked, number)
    said = queries.own_reaction(locked, by.account)
    if said is None:
        said = Reaction.objects.create(
            outline=locked, version=version, member=voice.member, person=by.account,
            words=write(words, by=by), said_at=timezone.now(),
        )  # fmt: skip
        kind: type[events.SketchReaction | events.SketchReactionChanged] = events.SketchReaction
    elif str(said.words) == clean_words(words):
        return said
    else:
        revise(said.words, words, by=by)
        kind = events.SketchReactionChanged
    event = kind(object=said.public_id, commit=said.words.commit, sketch=locked.public_id, number=number)
    _record(event, locked, voice, by)
    return said


@transaction.atomic
def take_reaction_back(reaction: Reaction, *, by: Actor) -> Reaction:
    """Take one's own reaction back, also when it is no longer a sketch: the words go, a tombstone stays (E22).

    Twice is once.
    """
    locked = _locked(reaction.outline)
    fresh = Reaction.objects.select_related("words__current", "version").get(pk=reaction.pk)
    permissions.refuse_words_of_others(fresh.person_id, by)
    gone = list(fresh.words.versions.filter(erased_at=None))
    if not gone:
        return fresh
    commits = [version.commit for version in gone]
    erase(gone, taken_back=True)
    number = fresh.version.number
    event = events.SketchReactionTakenBack(object=fresh.public_id, sketch=locked.public_id, number=number)
    voice = permissions.voice_of(locked.network, by.account)
    record(event, stream=locked.network.stream, by=by, role="person" if voice is None else voice.role)
    for commit in commits:
        record_erasure(commit, by=by)
    return fresh


@transaction.atomic
def forget_person(person: Person) -> None:
    """Cut the link between somebody who leaves the platform and what they said of sketches."""
    Reaction.objects.filter(person=person).update(person=None)


def _edition(outline: Outline, version: Version, said: Said, by: Actor) -> Edition:
    """Keep what is said beside the version that was just written."""
    asks, done = (write(words, by=by) if words else None for words in said.beside)
    return Edition.objects.create(outline=outline, version=version, asks=asks, done=done)


def _commit(text: Text | None) -> str | None:
    return None if text is None else text.commit


def _locked(outline: Outline) -> Outline:
    """Return a sketch as it is now, while nobody else changes it or reacts to it."""
    found = Outline.objects.select_for_update(of=("self",))
    return found.select_related("network__stream", "words__current", "member").get(pk=outline.pk)


def _record(event: Event, outline: Outline, voice: permissions.Voice, by: Actor) -> None:
    record(event, stream=outline.network.stream, by=by, role=voice.role)
