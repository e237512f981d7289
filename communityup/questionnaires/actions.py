"""What can one do in a round of questions. These are parts of other actions: the caller's records its event."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from communityup.base.errors import Refused
from communityup.log.models import Stream
from communityup.methods.spreads import spreads
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.questionnaires import queries
from communityup.questionnaires.exports import Asked, questions_hash, sealed
from communityup.questionnaires.models import (
    SECRET_BYTES,
    Answer,
    Kind,
    OpenAnswer,
    Participant,
    Question,
    Release,
    Round,
    Said,
    Side,
)
from communityup.questionnaires.permissions import refuse_closed, refuse_shared
from communityup.texts.actions import erase, write

TIME_TO_TAKE_BACK = dt.timedelta(days=1)
# With one question a spread that is kept back could only mean "all alike" (X12).
FEWEST_CHOICES = 2


@dataclass(frozen=True, kw_only=True)
class Named:
    """One set of people that is asked: its random id, name and number."""

    key: str
    name: str
    number: int


@transaction.atomic
def open_round(stream: Stream, *, series: str, asked: Sequence[Asked], sides: Sequence[Named]) -> Round:
    """Open a round with these questions for these sides; answers are private until it closes and sealed after that."""
    if len([one for one in asked if one.kind != Kind.WORDS]) == FEWEST_CHOICES - 1:
        raise Refused(_("Ask at least two questions with choices: one alone could give answers away."))
    opened = Round.objects.create(
        stream=stream, series=series, questions_hash=questions_hash(asked), opened_at=timezone.now()
    )
    Question.objects.bulk_create(
        Question(round=opened, order=order, key=one.key, kind=one.kind, dutch=one.dutch, english=one.english)
        for order, one in enumerate(asked)
    )
    Side.objects.bulk_create(Side(round=opened, key=one.key, name=one.name, number=one.number) for one in sides)
    return opened


@transaction.atomic
def answer(asked: Round, *, side: str, given: Mapping[str, Any], by: Actor) -> Participant:
    """Keep one person's answers to all questions: a choice, words, or None for no answer. Changeable until it closes.

    No line of the log tells who answered, or that somebody did.
    """
    locked = _locked(asked)
    refuse_closed(locked)
    here = Side.objects.filter(round=locked, key=side).first()
    if here is None:
        raise Refused(_("Your party came after this round opened. It is asked in the next one."))
    participant, _new = Participant.objects.get_or_create(
        round=locked,
        person=by.known,
        defaults={"side": here, "secret": secrets.token_bytes(SECRET_BYTES)},
    )
    kept = {one.question_id: one for one in participant.answers.select_related("words__current")}
    for question in queries.questions_of(locked):
        _keep(participant, question, kept.get(question.pk), given.get(question.key), by)
    return participant


def _keep(participant: Participant, question: Question, kept: Answer | None, given: Any, by: Actor) -> None:
    """Keep the new answer to one question in the place of the old; words that were replaced are gone."""
    words = given.strip() if question.kind == Kind.WORDS and given else ""
    if kept is not None and words and str(kept.words) == words:
        return
    if kept is not None:
        _remove(kept)
    if words:
        Answer.objects.create(participant=participant, question=question, words=write(words, by=by))
    elif question.kind != Kind.WORDS and given is not None:
        _refuse_unknown(question, given)
        Answer.objects.create(participant=participant, question=question, value=given)


@transaction.atomic
def answer_openly(asked: Round, *, side: str, given: Mapping[str, int | None]) -> bool:
    """Keep what a small side answers in its own name (R6); return whether anything changed.

    It stands in for a spread only where that side has none. It is given while nobody reads what others answered: once
    the round closed it is sealed like all answers.
    """
    refuse_closed(_locked(asked))
    here = Side.objects.get(round=asked, key=side)
    before = queries.open_answers(asked, side)
    wanted = {key: value for key, value in given.items() if value is not None}
    if wanted == before:
        return False
    here.open_answers.all().delete()
    for question in queries.questions_of(asked):
        if question.key in wanted:
            _refuse_unknown(question, wanted[question.key])
            OpenAnswer.objects.create(side=here, question=question, value=wanted[question.key])
    return True


@transaction.atomic
def close_round(asked: Round, *, people: int) -> Release:
    """Seal the answers and release the spreads that may be shown; `people` is how many were asked.

    What was said in one's own words waits a day, so that its writer can take it back (R12).
    """
    locked = _locked(asked)
    refuse_closed(locked)
    now = timezone.now()
    locked.closed_at, locked.words_at = now, now + TIME_TO_TAKE_BACK
    locked.save(update_fields=["closed_at", "words_at"])
    questions = queries.questions_of(locked)
    taking_part = locked.participants.prefetch_related("answers__words__current").order_by("pk")
    rows, root = sealed(taking_part, questions, people=people)
    release = Release.objects.create(round=locked, made_at=now, rows=rows, root=root, published=_published(locked))
    asked.closed_at, asked.words_at = locked.closed_at, locked.words_at
    return release


def _published(asked: Round) -> dict[str, Any]:
    """Return the spread of every side, or None where it is kept back (`methods.spreads`)."""
    choices = [question for question in queries.questions_of(asked) if question.kind != Kind.WORDS]
    now, before, sides = queries.counted(asked), queries.shown_before(asked), asked.sides.order_by("number")
    sizes = {question.key: question.size for question in choices}
    return {
        "sides": [
            {
                "key": side.key,
                "name": side.name,
                "number": side.number,
                "spreads": spreads(
                    {key: now.get((side.key, key), {}) for key in sizes},
                    {key: before.get((side.key, key), []) for key in sizes},
                    sizes=sizes,
                    draw=secrets.choice,
                ),
            }
            for side in sides
        ]
    }


@transaction.atomic
def take_words_back(asked: Round, *, by: Actor) -> int:
    """Take back one's own words before everybody reads them; return how many. The sealed count stays as it is."""
    locked = _locked(asked)
    refuse_shared(locked)
    mine = queries.waiting_words(locked, by.known)
    for one in mine:
        _remove(one)
    return len(mine)


@transaction.atomic
def take_answers_back(asked: Round, *, by: Actor) -> None:
    """Take back all that one answered, until the round closes; twice changes nothing. No line tells that one did."""
    locked = _locked(asked)
    refuse_closed(locked)
    _forget(locked.participants.filter(person=by.known))


@transaction.atomic
def share_words(asked: Round) -> int | None:
    """Let everybody read at the same moment what was said in people's own words; None when it is not yet time.

    In random order, without name, side or time.
    """
    locked = _locked(asked)
    if locked.words_shared or locked.words_at is None or locked.words_at > timezone.now():
        return None
    locked.words_shared = True
    locked.save(update_fields=["words_shared"])
    given = Answer.objects.filter(participant__round=locked, words__isnull=False)
    readable = given.filter(words__current__erased_at=None)
    rows = list(readable.order_by("pk").values_list("question", "words"))
    secrets.SystemRandom().shuffle(rows)
    Said.objects.bulk_create(
        Said(question_id=question, words_id=words, place=place) for place, (question, words) in enumerate(rows)
    )
    # From now on these words lead to nobody here.
    given.delete()
    return len(rows)


@transaction.atomic
def forget_participant(person: Person) -> None:
    """Forget what somebody who leaves answered: all of it in open rounds, and words that nobody read yet.

    What was sealed stays counted, without a link to them.
    """
    own = Participant.objects.filter(person=person)
    unread = Answer.objects.filter(participant__in=own, words__isnull=False)
    for one in unread.select_related("words"):
        _remove(one)
    _forget(own.filter(round__closed_at=None))
    own.update(person=None)


@transaction.atomic
def bring_answers(guest: Person, person: Person) -> None:
    """Let what a guest answered not count twice when that guest turns out to have answered with an account too."""
    mine = Participant.objects.filter(person=person).values("round")
    twice = Participant.objects.filter(person=guest, round__in=list(mine.values_list("round", flat=True)))
    _forget(twice.filter(round__closed_at=None))
    twice.update(person=None)


def _forget(participants: QuerySet[Participant]) -> None:
    """Delete who answered in open rounds, with all that they answered: words go for good."""
    for one in Answer.objects.filter(participant__in=participants, words__isnull=False).select_related("words"):
        _remove(one)
    participants.delete()


def _remove(one: Answer) -> None:
    words = one.words
    one.delete()
    if words is not None:
        erase(words.versions.filter(erased_at=None), taken_back=True)


def _refuse_unknown(question: Question, value: object) -> None:
    if not isinstance(value, int) or not 0 <= value < question.size:
        raise Refused(_("This is none of the answers. Choose one of the list."))


def _locked(asked: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).get(pk=asked.pk)
