"""What an operator can do with a conversation from elsewhere: bring it here, whole or not at all, and never twice."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray

from communityup.base.errors import NotAllowed, Refused
from communityup.log.actions import record
from communityup.people.actors import Actor
from communityup.texts.actions import clean_words, write_many
from communityup.workspace.challenges.actions import open_challenge
from communityup.workspace.challenges.events import ConversationOpened
from communityup.workspace.challenges.models import NAME_LENGTH, TITLE_LENGTH, Challenge, Kind, Party
from communityup.workspace.dialogue.exports import sealed_count
from communityup.workspace.dialogue.models import Answer, Dialogue, Participant, Statement
from communityup.workspace.dialogue.queries import next_round_number
from communityup.workspace.imports import events

AT_ONCE = 2_000
ROWS_CHANGED_AT_ONCE = 200
# What the moderators of elsewhere decide about; what was hidden or taken away here stays so.
JUDGED = {Statement.State.SHOWN, Statement.State.MODERATED}
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Person:
    """A row of the conversation: its id there, and the party laid over it, if any."""

    key: str
    party: str | None = None


@dataclass(frozen=True)
class Thought:
    """A thought: its id there, its words, its author's id, when (ms), and whether it was set aside there."""

    key: str
    text: str | None = None
    author: str | None = None
    created: int | None = None
    set_aside: bool = False


@dataclass(frozen=True, eq=False)
class Material:
    """A conversation as plain values.

    Its answers are `rows` and `columns`, places in people and thoughts, and `values` of -1, 0 and 1.
    """

    people: Sequence[Person]
    thoughts: Sequence[Thought]
    rows: NDArray[np.int32]
    columns: NDArray[np.int32]
    values: NDArray[np.int8]
    topic: str = ""
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What was new in an import."""

    dialogue: Dialogue
    people: int
    thoughts: int
    answers: int
    changed: int
    challenge_is_new: bool = False

    @property
    def anything(self) -> bool:
        """Say whether anything was new or changed."""
        return bool(self.people or self.thoughts or self.answers or self.changed)


def import_conversation(
    slug: str, material: Material, *, by: Actor, progress: Progress = lambda _done, _total: None
) -> Imported:
    """Bring a conversation into a challenge, or what it grew by since; nothing comes twice.

    A challenge that does not exist yet is opened, public, with the conversation's topic as its title. Parties laid
    over it are marked as invented everywhere; they never stand beside real parties, and a challenge of real parties
    gets no conversation from elsewhere. Answers go in by short
    transactions, so that others can go on writing; a run that was cut off is finished by running it again, and only
    a finished run has its line in the log.
    """
    if by.role != "operator":
        raise NotAllowed(_("Only the operator of this site can import a conversation."))
    stage = _begin(slug, material, by=by)
    total = _Count()
    for part in _parts(material):
        total += _add_answers(stage, material, part)
        progress(int(part[-1]) + 1, len(material.rows))
    result = Imported(
        dialogue=stage.dialogue,
        people=stage.new_people,
        thoughts=stage.new_thoughts,
        answers=total.new,
        changed=total.changed + stage.changed,
        challenge_is_new=stage.challenge_is_new,
    )
    if result.anything:
        _record(result, by=by)
    return result


@dataclass(frozen=True, eq=False)
class _Stage:
    dialogue: Dialogue
    participants: list[int]
    statements: list[int]
    new_people: int
    new_thoughts: int
    changed: int
    challenge_is_new: bool


@dataclass(frozen=True)
class _Count:
    new: int = 0
    changed: int = 0

    def __add__(self, other: "_Count") -> "_Count":
        return _Count(self.new + other.new, self.changed + other.changed)


@transaction.atomic
def open_conversation(*, title: str, place: str, why: str, slug: str = "", by: Actor) -> Challenge:
    """Open a public challenge in which an existing conversation will be imported. Only the operator does this."""
    if by.role != "operator":
        raise NotAllowed(gettext("Only the operator of this site can import a conversation."))
    challenge = open_challenge(title=title, place=place, why=why, by=by, slug=slug)
    challenge.public_at = challenge.started_at
    challenge.save(update_fields=["public_at"])
    event = ConversationOpened(object=challenge.public_id, commit=challenge.opening.commit)
    record(event, stream=challenge.stream, by=by)
    return challenge


@transaction.atomic
def _begin(slug: str, material: Material, *, by: Actor) -> _Stage:
    """Make what the answers hang on: challenge, round, parties, people and thoughts; all of it or nothing."""
    challenge, is_new = _challenge(slug, material, by=by)
    dialogue = _dialogue(challenge)
    parties = _parties(challenge, material)
    people, new_people, moved = _people(dialogue, material, parties)
    thoughts, new_thoughts, judged = _thoughts(dialogue, material, people, by=by)
    return _Stage(
        dialogue=dialogue,
        participants=[people[person.key].pk for person in material.people],
        statements=[thought.pk for thought in thoughts],
        new_people=new_people,
        new_thoughts=new_thoughts,
        changed=moved + judged,
        challenge_is_new=is_new,
    )


@transaction.atomic
def _record(result: Imported, *, by: Actor) -> None:
    counted = sealed_count(result.dialogue)
    event = events.ConversationImported(
        object=result.dialogue.public_id,
        new_people=result.people,
        new_thoughts=result.thoughts,
        new_answers=result.answers,
        changed=result.changed,
        answers=counted.answers,
        root=counted.root,
    )
    record(event, stream=result.dialogue.challenge.stream, by=by)


def _challenge(slug: str, material: Material, *, by: Actor) -> tuple[Challenge, bool]:
    found = Challenge.objects.select_for_update(of=("self",)).filter(slug=slug).first()
    if found is not None:
        real = found.parties.filter(invented=False).exists()
        held = Dialogue.objects.filter(challenge=found, imported=True).exists()
        if real and (not held or any(person.party for person in material.people)):
            raise Refused(_("This challenge has real parties. Import a conversation into a challenge of its own."))
        return found, False
    title = " ".join(material.topic.split()) if any(sign.isalnum() for sign in material.topic) else slug
    why = (
        material.description
        if any(sign.isalnum() for sign in material.description)
        else gettext("This conversation was held elsewhere.")
    )
    opened = open_conversation(
        title=title[:TITLE_LENGTH], place=gettext("Elsewhere"), why=why[: TITLE_LENGTH * 20], slug=slug, by=by
    )
    return opened, True


def _dialogue(challenge: Challenge) -> Dialogue:
    found = Dialogue.objects.select_for_update().filter(challenge=challenge, imported=True).first()
    now = timezone.now()
    return found or Dialogue.objects.create(
        challenge=challenge,
        number=next_round_number(challenge),
        question=challenge.opening,
        opened_at=now,
        closed_at=now,
        open_data=True,
        imported=True,
    )


def _parties(challenge: Challenge, material: Material) -> dict[str, Party]:
    names = sorted({person.party for person in material.people if person.party})
    known = {party.name.casefold(): party for party in challenge.parties.all()}
    last = challenge.parties.aggregate(highest=Max("number"))["highest"] or 0
    for name in names:
        if len(name) > NAME_LENGTH:
            raise Refused(gettext("The name of a party has at most %(limit)s characters.") % {"limit": NAME_LENGTH})
        if name.casefold() not in known:
            last += 1
            known[name.casefold()] = Party.objects.create(
                challenge=challenge,
                number=last,
                name=clean_words(name),
                kind=Kind.OTHER,
                state=Party.State.ACTIVE,
                invented=True,
            )
    return {name: known[name.casefold()] for name in names}


def _people(
    dialogue: Dialogue, material: Material, parties: dict[str, Party]
) -> tuple[dict[str, Participant], int, int]:
    """Return everybody by their id there, how many are new, and how many got another party."""
    known = {one.external_id or "": one for one in Participant.objects.filter(dialogue=dialogue)}
    new = [
        Participant(dialogue=dialogue, external_id=person.key, party=parties.get(person.party or ""))
        for person in material.people
        if person.key not in known
    ]
    Participant.objects.bulk_create(new, batch_size=AT_ONCE)
    moved = []
    for person in material.people:
        one, party = known.get(person.key), parties.get(person.party or "")
        if one is not None and party is not None and one.party_id != party.pk:
            one.party = party
            moved.append(one)
    Participant.objects.bulk_update(moved, ["party"], batch_size=AT_ONCE)
    return {**known, **{one.external_id or "": one for one in new}}, len(new), len(moved)


def _thoughts(
    dialogue: Dialogue, material: Material, people: dict[str, Participant], *, by: Actor
) -> tuple[list[Statement], int, int]:
    """Return the thoughts in the order of the material, how many are new, and how many were judged anew."""
    known = {
        one.external_id: one for one in Statement.objects.filter(dialogue=dialogue).select_related("text__current")
    }
    _refuse_another_conversation(known, material)
    fresh = [thought for thought in material.thoughts if thought.key not in known]
    texts = write_many([_words(thought) for thought in fresh], by=by, source="import")
    new = []
    for thought, text in zip(fresh, texts, strict=True):
        author = people.get(thought.author or "")
        new.append(
            Statement(
                dialogue=dialogue,
                external_id=thought.key,
                text=text,
                author=author,
                party=author.party if author else None,
                state=_state(thought),
                shared_at=_moment(thought.created),
            )
        )
    Statement.objects.bulk_create(new, batch_size=AT_ONCE)
    judged = [
        known[thought.key]
        for thought in material.thoughts
        if thought.key in known and known[thought.key].state in JUDGED - {_state(thought)}
    ]
    for one in judged:
        one.state = Statement.State.SHOWN if one.state == Statement.State.MODERATED else Statement.State.MODERATED
    Statement.objects.bulk_update(judged, ["state"], batch_size=AT_ONCE)
    every = {**known, **{one.external_id: one for one in new}}
    return [every[thought.key] for thought in material.thoughts], len(new), len(judged)


def _parts(material: Material) -> Iterator[NDArray[np.intp]]:
    """Return the places of the answers in parts of whole people, so that each part is one short transaction."""
    order = np.argsort(material.rows, kind="stable")
    start = 0
    while start < len(order):
        end = min(start + AT_ONCE, len(order))
        while end < len(order) and material.rows[order[end]] == material.rows[order[end - 1]]:
            end += 1
        yield order[start:end]
        start = end


@transaction.atomic
def _add_answers(stage: _Stage, material: Material, part: NDArray[np.intp]) -> _Count:
    """Write the answers of some people that are new or changed."""
    dialogue = Dialogue.objects.select_for_update().get(pk=stage.dialogue.pk)
    people = {stage.participants[row] for row in material.rows[part].tolist()}
    given = Answer.objects.filter(participant__in=people).values_list("pk", "participant", "statement", "value")
    known = {(participant, statement): (pk, value) for pk, participant, statement, value in given}
    today, number = timezone.localdate(), dialogue.last_number
    new, changed = list[Answer](), list[Answer]()
    columns = (column[part].tolist() for column in (material.rows, material.columns, material.values))
    for row, column, value in zip(*columns, strict=True):
        key = (stage.participants[row], stage.statements[column])
        pk, before = known.get(key, (None, None))
        if pk is None or before != value:
            number += 1
            answer = Answer(pk=pk, dialogue=dialogue, participant_id=key[0], statement_id=key[1], value=value)
            answer.number, answer.answered_on = number, today
            (new if pk is None else changed).append(answer)
    Answer.objects.bulk_create(new, batch_size=AT_ONCE)
    Answer.objects.bulk_update(changed, ["value", "number", "answered_on"], batch_size=ROWS_CHANGED_AT_ONCE)
    if number != dialogue.last_number:
        dialogue.last_number = number
        dialogue.save(update_fields=["last_number"])
    return _Count(len(new), len(changed))


def _refuse_another_conversation(known: dict[str | None, Statement], material: Material) -> None:
    """The same ids with other words mean that another conversation was imported here before."""
    for thought in material.thoughts:
        before = known.get(thought.key)
        if before is not None and str(before.text) != clean_words(_words(thought)):
            raise Refused(_("This challenge already holds another imported conversation. Choose another --challenge."))


def _words(thought: Thought) -> str:
    if thought.text and any(sign.isprintable() and not sign.isspace() for sign in thought.text):
        return thought.text
    return gettext("Thought %(number)s (its words are not in this export)") % {"number": thought.key}


def _state(thought: Thought) -> str:
    return Statement.State.MODERATED if thought.set_aside else Statement.State.SHOWN


def _moment(milliseconds: int | None) -> datetime:
    """Return when a thought was shared there; now when that is unknown or no date."""
    try:
        return datetime.fromtimestamp((milliseconds or 0) / 1000, tz=UTC) if milliseconds else timezone.now()
    except (OverflowError, ValueError, OSError):
        return timezone.now()
