"""What do we show of a round of questions: one's own answers, and what was released; never anybody else's answers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from communityup.people.models import Person
from communityup.questionnaires.models import (
    CHOICES,
    Answer,
    Kind,
    OpenAnswer,
    Question,
    Release,
    Round,
    Said,
)

Page = Callable[[str, str], str | None]
_PAGES: list[Page] = []


def register_pages(page: Page) -> None:
    """Say where rounds are read, from the slug of a challenge and the id of a round; called in AppConfig.ready."""
    if page not in _PAGES:
        _PAGES.append(page)


def address(slug: str, round_id: str) -> str:
    """Return where a round is read; the page of the challenge when no app above keeps that round."""
    found = (url for page in _PAGES if (url := page(slug, round_id)) is not None)
    return next(found, reverse("room:overview", args=[slug]))


def questions_of(asked: Round) -> list[Question]:
    """Return the questions in the order in which they are asked."""
    return list(asked.questions.order_by("order"))


def own_answers(asked: Round, person: Person) -> dict[str, Any]:
    """Return what this person answered, by the key of the question: the number of the choice, or the words."""
    given = Answer.objects.filter(participant__round=asked, participant__person=person)
    return {
        answer.question.key: str(answer.words) if answer.value is None else answer.value
        for answer in given.select_related("question", "words__current")
    }


def has_answered(asked: Round, person: Person) -> bool:
    """Say whether this person answered anything; who emptied it all on purpose did not."""
    return Answer.objects.filter(participant__round=asked, participant__person=person).exists()


def waiting_words(asked: Round, person: Person) -> list[Answer]:
    """Return one's own words that are not shared yet, so that one can take them back."""
    given = Answer.objects.filter(participant__round=asked, participant__person=person, words__isnull=False)
    return list(given.select_related("question", "words__current").order_by("question__order"))


def open_answers(asked: Round, key: str) -> dict[str, int]:
    """Return what one side answered openly, by the key of the question."""
    found = OpenAnswer.objects.filter(side__round=asked, side__key=key)
    return dict(found.values_list("question__key", "value"))


def counted(asked: Round) -> dict[tuple[str, str], dict[str, int]]:
    """Return the choices by (side, question), each by person: for the release alone, never shown.

    Who is no longer known keeps a key of their own.
    """
    rows = Answer.objects.filter(participant__round=asked, value__isnull=False).values_list(
        "participant__side__key", "question__key", "participant__person", "participant", "value"
    )
    found: dict[tuple[str, str], dict[str, int]] = {}
    for side, question, person, participant, value in rows:
        known: int | None = person
        who = f"left {participant}" if known is None else f"person {known}"
        found.setdefault((side, question), {})[who] = int(value or 0)
    return found


def shown_before(asked: Round) -> dict[tuple[str, str], list[dict[str, int]]]:
    """Return the choices behind every spread of the same series that was shown, by (side, question)."""
    found: dict[tuple[str, str], list[dict[str, int]]] = {}
    earlier = Release.objects.filter(round__series=asked.series).exclude(round=asked).select_related("round")
    for release in earlier.order_by("made_at", "pk"):
        answers = counted(release.round)
        for side in release.published["sides"]:
            for question, spread in side["spreads"].items():
                if spread is not None:
                    found.setdefault((side["key"], question), []).append(answers.get((side["key"], question), {}))
    return found


def results(asked: Round) -> list[dict[str, Any]]:
    """Return per question how each side's spread looks, its open answer where no spread is shown, or neither.

    Only what was released is read; a constant number of queries.
    """
    release = Release.objects.filter(round=asked).first()
    if release is None:
        return []
    said = _said(asked)
    open_ = {
        (one.side.key, one.question.key): one.value
        for one in OpenAnswer.objects.filter(side__round=asked).select_related("side", "question")
    }
    return [
        {
            "question": question,
            "choices": CHOICES[Kind(question.kind)],
            "sides": [_side(side, question, open_) for side in release.published["sides"]],
            "said": said.get(question.pk, []),
        }
        for question in questions_of(asked)
    ]


def trend(rounds: Sequence[Round]) -> dict[str, list[dict[str, Any]]]:
    """Return per key of a question how it was answered in these rounds, the oldest first; three queries.

    Of each round every side has its spread, the open answer of a side without any spread, or neither.
    """
    releases = Release.objects.filter(round__in=rounds).select_related("round").order_by("round__opened_at", "pk")
    open_ = {
        (one.question_id, one.side.key): one.value
        for one in OpenAnswer.objects.filter(side__round__in=rounds).select_related("side")
    }
    asked: dict[int, list[Question]] = {}
    for question in Question.objects.filter(round__in=rounds).exclude(kind=Kind.WORDS).order_by("order"):
        asked.setdefault(question.round_id, []).append(question)
    found: dict[str, list[dict[str, Any]]] = {}
    for release in releases:
        for question in asked.get(release.round_id, []):
            here = {(side, question.key): value for (pk, side), value in open_.items() if pk == question.pk}
            sides = [_side(side, question, here) for side in release.published["sides"]]
            found.setdefault(question.key, []).append({"round": release.round, "sides": sides})
    return found


def _said(asked: Round) -> Mapping[int, list[Said]]:
    found: dict[int, list[Said]] = {}
    rows: Iterable[Said] = Said.objects.filter(question__round=asked).select_related("words__current")
    for one in rows:
        if one.words.readable:
            found.setdefault(one.question_id, []).append(one)
    return found


def _side(side: Mapping[str, Any], question: Question, open_: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    """Return what is shown of one side; an open answer stands in only for a side of which no spread is shown."""
    shown = any(side["spreads"].values())
    value = None if shown else open_.get((side["key"], question.key))
    return {
        "name": side["name"],
        "number": side["number"],
        "spread": side["spreads"].get(question.key),
        "answer": None if value is None else CHOICES[Kind(question.kind)][value],
    }
