"""A learning question that one closes for all who carry it is opened again by any of them (B9)."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.network.own import queries as own
from communityup.network.peers import actions, notices
from communityup.network.peers.models import Ending, LearningQuestion
from communityup.network.peers.permissions import REOPEN_WITHIN
from communityup.network.years import queries as years
from communityup.notices.queries import happening_of
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make
from tests.make_network import browser, last, lines
from tests.network.test_trace_peers import by, html, joint, page_of, told
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
WORDS = "Het lukte met een proef."


@built_once
def closed() -> LearningQuestion:
    """Return a question of Amina and Bram that Amina closed for both."""
    _made, question = joint()
    return actions.close_question(question, outcome="answered", words=WORDS, by=by(make.amina()))


def as_if_closed(question: LearningQuestion, ago: dt.timedelta) -> None:
    LearningQuestion.objects.filter(pk=question.pk).update(closed_at=timezone.now() - ago)


def reopened(question: LearningQuestion, person: Person) -> LearningQuestion:
    return actions.reopen_question(question, by=Actor.of(person))


def test_b9_page_of_closing_says_for_whom_it_closes_and_until_when_it_can_be_opened_again() -> None:
    _made, question = joint()
    shown = html(f"{page_of(question)}afronden/", make.amina())
    assert "Ook voor Gemeente Lindeveen is de vraag dan meteen afgerond." in shown
    assert "De Schakel is de vraag" not in shown, "not for oneself"
    until = timezone.localdate() + REOPEN_WITHIN
    assert f"{until.day} " in shown.partition("Tot en met ")[2].partition(" kan ieder")[0]
    alone = actions.ask_question(
        question.owners.get(member__name="De Schakel").member, theme="T", words="W?", along=(), by=by(make.amina())
    )
    shown = html(f"{page_of(alone)}afronden/", make.amina())
    assert "dan meteen afgerond" not in shown
    assert "kun je de vraag heropenen" in shown


def test_b9_any_who_searches_along_opens_it_again_with_one_button_and_everybody_on_it_hears() -> None:
    question, client = closed(), browser(make.bram())
    told_before = last(question.network)
    assert told_before.type == "peers.question_closed"
    assert "Heropen de vraag" in html(page_of(question), make.bram())
    assert "Heropen de vraag" in html(page_of(question), make.amina())
    for person in (None, make.chris(), make.person("Griet")):
        assert "Heropen de vraag" not in html(page_of(question), person)
    for _twice in range(2):
        assert client.post(f"{page_of(question)}heropenen/").status_code == 302
    assert lines(question.network).count("peers.question_reopened") == 1
    question.refresh_from_db()
    assert (question.state, question.closed_at) == ("open", None)
    line = last(question.network)
    assert notices.everybody_on_it(happening_of(line)) == {make.amina().pk, make.bram().pk}
    assert "Heropen de vraag" not in html(page_of(question), make.bram())
    assert "Rond de vraag af" in html(page_of(question), make.bram())
    assert own.questions(make.amina())
    assert told(question, make.bram()).pk, "it takes experiences again"


def test_e2_opening_again_takes_no_words_away_and_each_ending_stays_to_be_read() -> None:
    question = reopened(closed(), make.bram())
    shown = html(page_of(question))
    assert WORDS in shown
    assert "Heropend op" in shown
    actions.close_question(question, outcome="dropped", words="Toch niet.", by=by(make.bram()))
    again = reopened(question, make.amina())
    shown = html(page_of(again))
    assert shown.index("Toch niet.") < shown.index(WORDS), "the newest first"
    assert Ending.objects.count() == 2
    now = timezone.localdate().year
    assert not years.mirror(again.network, now)["questions"], "what is open again was not answered"


def test_who_does_not_search_along_does_not_open_it_again() -> None:
    question, before = closed(), Line.objects.count()
    for person in (make.chris(), make.person("Griet"), make.dilek()):
        with pytest.raises(NotAllowed):
            reopened(question, person)
    assert Line.objects.count() == before


def test_after_four_weeks_it_stays_closed_and_no_button_offers_what_is_refused() -> None:
    question = closed()
    as_if_closed(question, REOPEN_WITHIN - dt.timedelta(hours=1))
    assert "Heropen de vraag" in html(page_of(question), make.bram())
    as_if_closed(question, REOPEN_WITHIN + dt.timedelta(days=1))
    assert "Heropen de vraag" not in html(page_of(question), make.bram())
    with pytest.raises(Refused, match="nieuwe leervraag"):
        reopened(question, make.bram())
    assert browser(make.bram()).post(f"{page_of(question)}heropenen/").status_code == 409
    assert not Ending.objects.exists()


def test_opening_a_question_that_is_open_changes_nothing() -> None:
    _made, question = joint()
    before = Line.objects.count()
    assert reopened(question, make.bram()).state == "open"
    assert (Line.objects.count(), Ending.objects.count()) == (before, 0)


def test_ending_before_it_was_opened_again_cannot_be_kept() -> None:
    question = reopened(closed(), make.bram())
    with transaction.atomic(), pytest.raises(IntegrityError):
        Ending.objects.filter(question=question).update(reopened_at=timezone.now() - dt.timedelta(days=9))
    with transaction.atomic(), pytest.raises(IntegrityError):
        Ending.objects.filter(question=question).update(outcome="open")


STATUSES = [("get", (405, 405, 405, 405)), ("post", (302, 403, 403, 302))]


@pytest.mark.parametrize(("method", "statuses"), STATUSES)
def test_address_of_opening_again_is_for_who_searches_along(method: str, statuses: tuple[int, ...]) -> None:
    question = closed()
    for person, status in zip((None, make.chris(), make.person("Griet"), make.bram()), statuses, strict=True):
        answer: Any = getattr(browser(person), method)(f"{page_of(question)}heropenen/", {"sent": "1"})
        assert answer.status_code == status, person
