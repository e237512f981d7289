"""Looking back on a session: who is asked, once and once more, and what the answers are until they are counted."""

import datetime as dt
import json
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.gatherings.models import Registration
from communityup.log.models import Line
from communityup.network.evaluations import actions, queries
from communityup.network.evaluations.models import Answer, Evaluation, Said
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Session
from communityup.network.takeaways import actions as takeaways
from communityup.network.takeaways.queries import who_was_there
from communityup.people.actors import Actor
from communityup.post.models import Mail
from tests import make, make_notices
from tests.at_once import together
from tests.make_evaluations import NAMES, all_answer, answers, asked_at, closed, ended, was
from tests.make_meetings import DAY, HOUR, held, in_days, planned, set_date
from tests.make_network import browser, last, lines
from tests.make_registrations import HERE, asked, comes, link, place_of, sign_up, with_places
from tests.nasty import CORPUS

pytestmark = pytest.mark.django_db
GIVEN = {"worth": "3", "got": "2", "equal": "1", "words": "Begin een kwartier later."}


def afternoon(days: int) -> dt.datetime:
    """Return two o'clock in the afternoon, so many days from today."""
    return timezone.localtime().replace(hour=14, minute=0) + days * DAY


def test_who_was_there_finds_three_questions_on_the_page_in_their_tasks_and_in_one_message() -> None:
    _made, _dilek, session, _amina = was("Amina")
    make_notices.told(actions.open_due, moment=timezone.now())
    client = browser(make.amina())
    assert "Hoe was het? Drie korte vragen" in client.get(f"{HERE}{session.slug}/").content.decode()
    page = client.get(reverse("tasks:page")).content.decode()
    assert "Hoe was deze bijeenkomst? Drie korte vragen" in page
    assert make_notices.own(make.amina()).count("evaluations.opened") == 1
    [letter] = [mail for mail in make_notices.letters(afternoon(2)) if mail.to == make.amina().email]
    assert "Hoe was het? Drie korte vragen" in letter.text
    assert f"{HERE}{session.public_id}/" in letter.text
    assert "terugblik" not in browser(make.bram()).get(f"{HERE}{session.slug}/").content.decode()
    [where] = [row["url"] for row in queries.tasks(["amina@example.org"])]
    assert client.post(where, GIVEN).status_code == 302
    assert Answer.objects.values_list("worth", "got", "equal", "words").get() == (3, 2, 1, GIVEN["words"])
    assert "Hoe was deze bijeenkomst?" not in client.get(reverse("tasks:page")).content.decode()
    assert "Mijn antwoorden veranderen" in client.get(f"{HERE}{session.slug}/").content.decode()


def test_who_has_no_account_is_asked_in_the_letter_they_get_after_a_session_anyway() -> None:
    _made, _dilek, session = with_places(None)
    sign_up(session)
    Client().post(link(asked()[0], "bevestigen"))
    ended(session)
    before = Mail.objects.count()
    assert [takeaways.ask_who_came(), actions.open_due(), actions.open_due()] == [1, 1, 0]
    [letter] = Mail.objects.order_by("pk")[before:]
    assert "Wat neem je mee?" in letter.text
    assert Client().post(link(letter, "terugblik"), GIVEN).status_code == 302
    assert Answer.objects.count() == 1
    assert "Mijn antwoorden veranderen" in Client().get(place_of(Registration.objects.get())).content.decode()


def test_answering_twice_changes_the_answer_and_leaves_no_line_and_taking_back_deletes_it() -> None:
    made, _dilek, session, amina = was("Amina")
    actions.open_due()
    before, client = Line.objects.count(), browser(make.amina())
    for words in ("Een", "Twee"):
        assert client.post(asked_at(amina), {"worth": "0", "words": words}).headers["Location"] == asked_at(amina)
    kept = Answer.objects.get()
    assert (kept.worth, kept.got, kept.words) == (0, None, "Twee")
    assert "Twee</textarea>" in client.get(asked_at(amina)).content.decode()
    for _twice in range(2):
        assert client.post(asked_at(amina, "terugnemen/")).status_code == 302
    assert not Answer.objects.exists()
    assert Line.objects.count() == before
    assert lines(made)[-1] == "evaluations.opened"
    assert last(made).object == session.public_id


def test_after_a_week_who_did_not_answer_hears_it_once_more_and_then_no_more() -> None:
    made, _dilek, session, amina, _bram = was("Amina", "Bram")
    sign_up(ended(session, -9 * DAY), "wil@example.org")
    Client().post(link(asked()[0], "bevestigen"))
    ended(session)
    actions.open_due()
    answers(session, amina)
    Evaluation.objects.update(opened_at=timezone.now() - 8 * DAY)
    ended(session, 7 * DAY - HOUR)
    assert actions.remind_due() == 0
    evening = timezone.localtime().replace(hour=22, minute=30)
    with make_notices.at(evening):
        ended(session, 7 * DAY + HOUR)
        assert [actions.remind_due(), actions.remind_due()] == [1, 0]
    [letter] = Mail.objects.filter(key__startswith="evaluation:")
    assert letter.to == "wil@example.org"
    assert timezone.localtime(letter.due_at).hour == 8
    make_notices.told(moment=afternoon(1))
    assert "evaluations.reminded" in make_notices.own(make.bram())
    assert "evaluations.reminded" not in make_notices.own(make.amina()), "she answered"
    assert lines(made).count("evaluations.reminded") == 1
    assert Client().post(link(letter, "terugblik"), GIVEN).status_code == 302


def test_nobody_is_asked_about_a_session_that_was_cancelled_is_on_or_was_written_down_later() -> None:
    made, dilek, session, amina = was("Amina")
    ended(session, -HOUR)
    assert actions.open_due() == 0, "it is still on"
    meetings.cancel_session(session, reason="Ziek.", by=Actor.of(dilek))
    ended(session)
    assert actions.open_due() == 0
    held(made, dilek)
    assert actions.open_due() == 0, "nobody registered for it"
    later = planned(made, dilek, in_days(9))
    comes(later, "Bram")
    ended(later)
    Session.objects.filter(pk=later.pk).update(planned_at=timezone.now())
    assert actions.open_due() == 0, "it was written down afterwards"
    session.gathering.refresh_from_db()
    with pytest.raises(Refused, match="vanaf het einde"):
        answers(session, amina)
    assert not Evaluation.objects.exists()
    assert "terugblik" not in browser(make.amina()).get(f"{HERE}{session.slug}/").content.decode()


def test_session_that_was_moved_is_looked_back_on_from_its_new_end() -> None:
    _made, dilek, session = with_places(None)
    amina = comes(session, "Amina")
    set_date(session, dilek, in_days(20))
    session.gathering.refresh_from_db()
    ends_at = session.gathering.ends_at
    assert ends_at is not None
    with make_notices.at(ends_at - 2 * DAY):
        assert actions.open_due() == 0
    with make_notices.at(ends_at + HOUR):
        assert actions.open_due() == 1
    with make_notices.at(ends_at + 14 * DAY - HOUR):
        assert actions.close_due() == 0
        answers(session, amina)
    with make_notices.at(ends_at + 14 * DAY):
        assert actions.close_due() == 1
        with pytest.raises(Refused):
            answers(session, amina)


def test_who_was_ticked_off_is_asked_and_in_one_place_and_online_are_looked_at_apart() -> None:
    _made, dilek, session = with_places(None, way="both")
    amina, bram = comes(session, "Amina"), comes(session, "Bram")
    eva = comes(session, "Eva", online=True)
    ended(session)
    assert [one.name for one in who_was_there(session)] == ["Amina", "Bram", "Eva"], "no attendance was kept"
    meetings.note_presence(session, amina, came=True, by=Actor.of(dilek))
    assert [one.name for one in who_was_there(session)] == ["Amina", "Eva"]
    answers(session, eva)
    with pytest.raises(NotAllowed, match="Alleen wie bij deze bijeenkomst was"):
        answers(session, bram)
    assert browser(make.bram()).get(asked_at(bram)).status_code == 403
    assert browser(make.bram()).post(asked_at(bram), GIVEN).status_code == 403


def test_who_gives_their_place_back_or_leaves_takes_their_answer_along_and_until_then_it_is_in_their_file() -> None:
    _made, _dilek, session, amina, bram = was("Amina", "Bram")
    for place in (amina, bram):
        answers(session, place, 3, 2, 1, words=f"Koffie voor {place.name}")
    client = browser(make.amina())
    found = json.dumps(json.loads(client.post(reverse("own_data")).content), ensure_ascii=False)
    assert "Koffie voor Amina" in found
    assert "Koffie voor Bram" not in found
    meetings.withdraw(session, amina, by=Actor.of(make.amina()))
    meetings.forget_person(make.bram())
    assert not Answer.objects.exists()
    assert client.get(asked_at(amina)).status_code == 410
    assert client.post(asked_at(amina, "terugnemen/")).status_code == 410


@pytest.mark.parametrize(
    "wrong", [{}, {"worth": "4"}, {"worth": "ja"}, {"worth": "3", "words": "x" * 601}, {"words": "   "}]
)
def test_bad_form_gives_a_sentence_and_keeps_what_was_typed(wrong: dict[str, str]) -> None:
    _made, _dilek, _session, amina = was("Amina")
    answer = Client().post(asked_at(amina), {"got": "", "equal": "", **wrong})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in html
    assert wrong.get("words", "").strip() in html
    assert not Answer.objects.exists()


def test_link_opens_one_thing_and_looking_writes_nothing() -> None:
    _made, _dilek, session, amina = was("Amina")
    before = Line.objects.count()
    for client in (Client(), browser(make.chris())):
        assert client.get(asked_at(amina)).status_code == 200
        assert client.get(asked_at(amina, "terugnemen/")).status_code == 405
        assert client.get(f"{HERE}terugblik/{'x' * 43}/").status_code == 404
        assert client.post(f"{HERE}terugblik/{'x' * 43}/terugnemen/").status_code == 404
    assert 'content="noindex"' in Client().get(asked_at(amina)).content.decode()
    assert (Line.objects.count(), Evaluation.objects.count(), Answer.objects.count()) == (before, 0, 0)
    closed_at = closed(actions.begin(session).session)
    assert Client().get(asked_at(amina)).status_code == 409
    late = Client().post(asked_at(amina), {**GIVEN, "words": "Langer praten."})
    page = late.content.decode()
    assert (late.status_code, "tot twee weken" in page, "Langer praten." in page) == (422, True, True)
    assert Client().post(asked_at(amina, "terugnemen/")).status_code == 409
    assert closed_at.public_id == session.public_id


def test_strange_words_and_values_get_a_sentence_or_are_kept_as_words() -> None:
    _made, dilek, session, *places = was(*NAMES)
    client, mine = Client(), places[0]
    for number, words in enumerate(one for one in CORPUS if one != "\ud800"):
        given = {"worth": "3", "words": words} if number % 2 else {"worth": words}
        answer = client.post(asked_at(mine), given)
        assert answer.status_code in {302, 422}, given
        assert answer.status_code == 302 or 'role="alert"' in answer.content.decode()
    client.post(asked_at(mine), {"worth": "3", "words": "<script>alert(1)</script>"})
    for place, worth in zip(places[1:], (0, 1, 2, 3), strict=True):
        answers(session, place, worth, 2, 3)
    closed(session)
    page = browser(dilek).get(f"{HERE}{session.public_id}/terugblik/anders/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_killed_while_it_closes_it_is_counted_later_with_every_answer() -> None:
    made, _dilek, session, *places = was(*NAMES)
    all_answer(session, places, words="Woorden")
    ended(session, 15 * DAY)
    with mock.patch.object(actions, "record", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        actions.close_due()
    assert (Answer.objects.count(), Said.objects.count()) == (5, 0)
    assert [actions.close_due(), actions.close_due()] == [1, 0]
    evaluation = Evaluation.objects.get()
    assert [actions._close(evaluation.pk), actions._remind(evaluation.pk)] == [False, False]
    assert (Answer.objects.count(), Said.objects.count()) == (0, 5)
    assert lines(made).count("evaluations.closed") == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_ask_remind_and_count_once_and_no_answer_is_half() -> None:
    made, _dilek, session, *places = was(*NAMES)
    for counts in (together(*[actions.open_due] * 3),):
        assert all(isinstance(one, int) for one in counts), counts
    given = together(*[lambda place=place: answers(session, place, 1, 2, 3) for place in (*places, places[0])])
    assert given == [None] * 6
    assert Answer.objects.count() == 5
    Evaluation.objects.update(opened_at=timezone.now() - 8 * DAY)
    ended(session, 8 * DAY)
    assert sorted(together(*[actions.remind_due] * 3), key=str) == [0, 0, 1]
    ended(session, 15 * DAY)
    assert sorted(together(*[actions.close_due] * 3), key=str) == [0, 0, 1]
    told = [one for one in lines(made) if one.startswith("evaluations.")]
    assert told == ["evaluations.opened", "evaluations.reminded", "evaluations.closed"]


def test_database_keeps_one_answer_per_place_and_counts_only_what_closed() -> None:
    _made, _dilek, session, amina = was("Amina")
    answers(session, amina)
    evaluation = Evaluation.objects.get()
    wrong: list[Any] = [
        lambda: Answer.objects.create(evaluation=evaluation, registration=amina, worth=1),
        lambda: Answer.objects.update(worth=4),
        lambda: Answer.objects.update(worth=None, got=None, equal=None, words=""),
        lambda: Evaluation.objects.update(counts={"worth": [5, 0, 0, 0]}),
        lambda: Evaluation.objects.update(closed_at=timezone.now()),
        lambda: Evaluation.objects.create(session=session, opened_at=timezone.now()),
        lambda: Said.objects.create(evaluation=evaluation, place=0, words=""),
    ]
    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.parametrize("count", [1, 3])
def test_tasks_and_page_ask_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    names = NAMES[:count]
    _made, _dilek, session, *places = was(*names)
    actions.open_due()
    with django_assert_num_queries(1):
        assert len(queries.tasks([f"{name.lower()}@example.org" for name in names])) == count
    assert session.gathering.ends_at is not None
    with django_assert_num_queries(1):
        assert [block["title"] for block in queries.told(session)] == ["Wat mensen ervan vonden"]
    with django_assert_num_queries(7):
        assert Client().get(asked_at(places[0])).status_code == 200
