"""A round of questions: private answers, sealed at closing, spreads of sets of five and more, words for all at once."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone, translation

from communityup.base.errors import Refused
from communityup.log.actions import open_stream
from communityup.log.models import Line, Stream
from communityup.methods import merkle
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.questionnaires import actions, exports, queries
from communityup.questionnaires.actions import Named
from communityup.questionnaires.exports import Asked
from communityup.questionnaires.forms import AnswerForm
from communityup.questionnaires.models import CHOICES, Answer, Kind, Participant, Question, Release, Round, Said, Side
from communityup.texts.actions import erase
from communityup.texts.models import Text
from tests import make
from tests.make_agreements import clock

pytestmark = pytest.mark.django_db
QUESTIONS = (
    Asked(key="pace", kind=Kind.SCALE, dutch="Het tempo past bij mij.", english="The pace suits me."),
    Asked(key="go", kind=Kind.THREE, dutch="Gaan we verder?", english="Do we go on?"),
    Asked(key="open", kind=Kind.WORDS, dutch="Wat mist er?", english="What is missing?"),
)
NORTH, SOUTH = (Named(key="n" * 32, name="Noord", number=1), Named(key="z" * 32, name="Zuid", number=2))


def opened(series: str = "test") -> Round:
    stream = Stream.objects.first() or open_stream(Stream.Kind.CHALLENGE)
    return actions.open_round(stream, series=series, asked=QUESTIONS, sides=[NORTH, SOUTH])


def given(asked: Round, name: str, side: Named = NORTH, **answers: Any) -> Participant:
    return actions.answer(asked, side=side.key, given=answers, by=Actor.of(make.person(name)))


def shown(asked: Round, key: str = "pace") -> dict[str, Any]:
    row = next(row for row in queries.results(asked) if row["question"].key == key)
    return {side["name"]: side["spread"] for side in row["sides"]}


def test_the_hash_of_the_questions_changes_with_every_word() -> None:
    asked = opened()
    assert asked.questions_hash == exports.questions_hash(QUESTIONS)
    other = Asked(key="pace", kind=Kind.SCALE, dutch="Het tempo past.", english="The pace suits me.")
    assert exports.questions_hash([other, *QUESTIONS[1:]]) != asked.questions_hash
    assert exports.questions_hash(QUESTIONS[::-1]) != asked.questions_hash


def test_questions_speak_the_language_of_the_reader() -> None:
    question = queries.questions_of(opened())[0]
    with translation.override("nl"):
        assert str(question) == "Het tempo past bij mij."
    with translation.override("en"):
        assert str(question) == "The pace suits me."


def test_x12_a_round_of_one_question_with_choices_is_refused() -> None:
    stream = open_stream(Stream.Kind.CHALLENGE)
    with pytest.raises(Refused):
        actions.open_round(stream, series="x", asked=[QUESTIONS[0], QUESTIONS[2]], sides=[NORTH])
    assert actions.open_round(stream, series="x", asked=[QUESTIONS[2]], sides=[NORTH]).is_open


def test_answers_are_private_changeable_and_leave_no_line() -> None:
    asked, before = opened(), Line.objects.count()
    given(asked, "Amina", pace=1, go=2, open="Een bankje")
    first = Text.objects.get()
    given(asked, "Amina", pace=3, go=None, open="Een boom")
    assert queries.own_answers(asked, make.amina()) == {"pace": 3, "open": "Een boom"}
    assert queries.own_answers(asked, make.bram()) == {}
    assert queries.results(asked) == []
    assert Line.objects.count() == before
    first.refresh_from_db()
    assert not first.readable


def test_keeping_the_same_words_keeps_the_same_text() -> None:
    asked = opened()
    for _again in range(2):
        given(asked, "Amina", open="Een boom")
    assert Text.objects.count() == 1


@pytest.mark.parametrize("value", [-1, 5, "2"])
def test_an_answer_that_is_no_choice_is_refused(value: object) -> None:
    asked = opened()
    with pytest.raises(Refused):
        given(asked, "Amina", pace=value)
    with pytest.raises(Refused):
        actions.answer_openly(asked, side=NORTH.key, given={"pace": value})  # type: ignore[dict-item]  # on purpose


def test_who_stands_for_a_side_that_was_not_asked_is_refused() -> None:
    asked = opened()
    with pytest.raises(Refused):
        given(asked, "Amina", Named(key="x" * 32, name="Laat", number=3), pace=1)


def test_after_closing_nothing_can_be_answered_or_closed_again() -> None:
    asked = opened()
    actions.close_round(asked, people=3)
    with pytest.raises(Refused):
        given(asked, "Amina", pace=1)
    with pytest.raises(Refused):
        actions.close_round(asked, people=3)


def test_r9_a_spread_shows_of_five_and_more_and_never_when_all_alike() -> None:
    asked = opened()
    for number in range(5):
        given(asked, f"Noord {number}", pace=number, go=number % 3)
    for number in range(4):
        given(asked, f"Zuid {number}", SOUTH, pace=number, go=1)
    actions.close_round(asked, people=20)
    assert shown(asked) == {"Noord": [1, 1, 1, 1, 1], "Zuid": None}
    assert shown(asked, "go") == {"Noord": [2, 2, 1], "Zuid": None}


def test_r9_x12_all_alike_below_eight_hides_one_more_with_it() -> None:
    asked = opened()
    for number in range(7):
        given(asked, f"Noord {number}", pace=2, go=number % 3)
    actions.close_round(asked, people=7)
    assert shown(asked) == {"Noord": None, "Zuid": None}
    assert shown(asked, "go") == {"Noord": None, "Zuid": None}


def test_x12_one_person_more_in_a_next_round_of_the_series_is_not_shown() -> None:
    for series, newcomers, expected in (("one", 1, None), ("none", 0, [1, 1, 1, 1, 1])):
        first = opened(series)
        for number in range(5):
            given(first, f"Noord {number}", pace=number, go=number % 2)
        actions.close_round(first, people=5)
        second = opened(series)
        for number in range(5 + newcomers):
            given(second, f"Noord {number}", pace=number % 5, go=number % 2)
        actions.close_round(second, people=6)
        assert shown(second)["Noord"] == expected
        assert [row["sides"][0]["spread"] for row in queries.trend([first, second])["pace"]] == [
            [1, 1, 1, 1, 1],
            expected,
        ]


def test_r6_what_a_small_side_answers_openly_stands_only_where_it_has_no_spread() -> None:
    asked = opened()
    for number in range(5):
        given(asked, f"Noord {number}", pace=number, go=number % 3)
    assert actions.answer_openly(asked, side=NORTH.key, given={"pace": 0})
    assert actions.answer_openly(asked, side=SOUTH.key, given={"pace": 4, "go": None})
    assert not actions.answer_openly(asked, side=SOUTH.key, given={"pace": 4})
    actions.close_round(asked, people=9)
    row = queries.results(asked)[0]
    assert [(side["name"], str(side["answer"])) for side in row["sides"]] == [
        ("Noord", "None"),
        ("Zuid", str(CHOICES[Kind.SCALE][4])),
    ]
    with pytest.raises(Refused):
        actions.answer_openly(asked, side=SOUTH.key, given={"pace": 0})
    assert queries.open_answers(asked, SOUTH.key) == {"pace": 4}


def test_the_sealed_count_says_how_many_were_asked_and_holds_ones_own_answers() -> None:
    asked = opened()
    given(asked, "Amina", pace=1)
    participant = given(asked, "Bram", SOUTH, go=2, open="Een boom")
    release = actions.close_round(asked, people=6)
    assert release.rows == 6 * len(QUESTIONS)
    taking_part = list(asked.participants.order_by("pk"))
    rows, root = exports.sealed(taking_part, queries.questions_of(asked), people=2)
    again = exports.sealed(taking_part, queries.questions_of(asked), people=0)
    assert (rows, root) == again == (2 * len(QUESTIONS), root)
    assert root != release.root
    secret, words = bytes(participant.secret), Answer.objects.get(words__isnull=False).words
    assert words is not None
    mine = [
        exports.row(secret, "pace", "-"),
        exports.row(secret, "go", "2"),
        exports.row(secret, "open", words.commit or ""),
    ]
    amina = bytes(taking_part[0].secret)
    others = [exports.row(amina, "pace", "1"), exports.row(amina, "go", "-"), exports.row(amina, "open", "-")]
    assert merkle.root([merkle.leaf_hash(one) for one in sorted([*mine, *others])]).hex() == root


def test_r12_words_go_to_everybody_at_the_same_moment_after_their_writer_could_take_them_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = opened()
    for number, name in enumerate(("Amina", "Bram", "Dilek")):
        given(asked, name, pace=number, open=f"Woorden van {name}")
    assert actions.share_words(asked) is None
    actions.close_round(asked, people=3)
    assert actions.share_words(asked) is None
    assert queries.results(asked)[2]["said"] == []
    assert actions.take_words_back(asked, by=Actor.of(make.bram())) == 1
    assert actions.take_words_back(asked, by=Actor.of(make.bram())) == 0
    clock(monkeypatch)(dt.timedelta(days=1, minutes=1))
    assert actions.share_words(asked) == 2
    assert actions.share_words(asked) is None
    assert {str(one.words) for one in queries.results(asked)[2]["said"]} == {"Woorden van Amina", "Woorden van Dilek"}
    assert not Answer.objects.filter(words__isnull=False).exists()
    with pytest.raises(Refused):
        actions.take_words_back(asked, by=Actor.of(make.amina()))


def test_words_that_were_taken_away_meanwhile_are_not_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = opened()
    given(asked, "Amina", open="Weg hiermee")
    words = Answer.objects.get().words
    assert words is not None
    actions.close_round(asked, people=1)
    erase(words.versions.all())
    clock(monkeypatch)(dt.timedelta(days=2))
    assert actions.share_words(asked) == 0
    assert not Said.objects.exists()


def test_who_leaves_is_forgotten_in_open_rounds_and_no_longer_known_in_closed_ones() -> None:
    closed, still_open = opened("closed"), opened("open")
    given(closed, "Amina", pace=1, open="Ongelezen")
    actions.close_round(closed, people=1)
    given(still_open, "Amina", pace=1)
    actions.forget_participant(make.amina())
    assert not Participant.objects.filter(round=still_open).exists()
    left = Participant.objects.get(round=closed)
    assert left.person is None
    assert [answer.value for answer in left.answers.all()] == [1]
    assert queries.counted(closed)[NORTH.key, "pace"] == {f"left {left.pk}": 1}


def test_x12_what_a_guest_answered_does_not_count_beside_the_account_of_the_same_person() -> None:
    asked, closed = opened("open"), opened("closed")
    for one in (asked, closed):
        given(one, "Gast", pace=0, go=0, open="Als gast")
        given(one, "Amina", pace=1, go=1)
    actions.close_round(closed, people=2)
    actions.bring_answers(make.person("Gast"), make.amina())
    assert queries.counted(asked)[NORTH.key, "pace"] == {f"person {make.amina().pk}": 1}
    assert Participant.objects.filter(round=closed, person=None).count() == 1


def test_an_answer_is_a_choice_or_words_and_given_once() -> None:
    asked = opened()
    participant = given(asked, "Amina", pace=1)
    question = Question.objects.get(round=asked, key="pace")
    for bad in (
        {"question": question, "value": 1},
        {"question": Question.objects.get(round=asked, key="go"), "value": 9},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.create(participant=participant, **bad)
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.create(round=asked, side=participant.side, person=make.amina(), secret=b"x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Side.objects.create(round=asked, key=NORTH.key, name="Nog eens", number=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=asked.pk).update(words_shared=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=asked.pk).update(closed_at=asked.opened_at - dt.timedelta(days=1))


def test_the_form_asks_all_and_lets_one_leave_everything_open() -> None:
    questions = queries.questions_of(opened())
    form = AnswerForm({"pace": "unknown", "go": "2", "open": "  Ja "}, questions=questions, given={})
    assert form.is_valid()
    assert form.given == {"pace": None, "go": 2, "open": "Ja"}
    empty = AnswerForm({}, questions=questions, given={})
    assert set(empty.errors) == {"pace", "go"}
    known = AnswerForm(questions=questions, given={"pace": 3})
    assert [known.fields[key].initial for key in ("pace", "go")] == ["3", "unknown"]
    openly = AnswerForm({"pace": "1", "go": "unknown"}, questions=questions, given={}, openly=True)
    assert openly.is_valid()
    assert openly.given == {"pace": 1, "go": None}


def test_results_cost_the_same_queries_for_one_and_three_sides(django_assert_num_queries: Any) -> None:
    stream = open_stream(Stream.Kind.CHALLENGE)
    many = [Named(key=str(number) * 32, name=f"Kant {number}", number=number) for number in range(1, 4)]
    for sides in (many[:1], many):
        asked = actions.open_round(stream, series=str(len(sides)), asked=QUESTIONS, sides=sides)
        for side in sides:
            for number in range(5):
                given(asked, f"{side.name} {number}", side, pace=number, go=number % 3, open="Iets")
        actions.close_round(asked, people=15)
        with django_assert_num_queries(4):
            queries.results(asked)


def test_a_round_that_no_app_keeps_is_read_at_the_page_of_the_challenge() -> None:
    assert queries.address("opgave", opened().public_id) == "/opgaven/opgave/"


@pytest.mark.django_db(transaction=True)
def test_fifty_clicks_of_one_person_at_the_same_moment_are_one_answer() -> None:
    asked, amina = opened(), make.amina()
    start, problems = threading.Barrier(50), list[Exception]()

    def click(number: int) -> None:
        start.wait()
        try:
            actions.answer(asked, side=NORTH.key, given={"pace": number % 5, "go": 1}, by=Actor.of(amina))
        except Exception as problem:  # noqa: BLE001 - what went wrong is what the test looks at
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert Participant.objects.count() == 1
    assert Answer.objects.count() == 2
    assert Person.objects.count() >= 1


def test_a_release_is_made_once() -> None:
    asked = opened()
    actions.close_round(asked, people=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.create(round=asked, made_at=timezone.now(), rows=0, root="", published={})
