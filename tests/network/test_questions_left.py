"""A member that searches along on a learning question can stop doing so, and leaves it to the others (A2, B9)."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.network.peers import actions, queries
from communityup.network.peers.models import LearningQuestion, Owner
from tests import make
from tests.make_network import browser, lines
from tests.network.test_trace_peers import by, html, joint, page_of

pytestmark = pytest.mark.django_db
STOP, AGAIN = "Stop met meezoeken", "Zoek weer mee"


def searching(question: LearningQuestion) -> list[str]:
    found = question.owners.filter(accepted_at__isnull=False)
    return sorted(found.values_list("member__name", flat=True))


def test_b9_who_stops_searching_along_leaves_the_question_to_the_others_and_can_come_back() -> None:
    _made, question = joint()
    client, place = browser(make.bram()), page_of(question)
    assert searching(question) == ["De Schakel", "Gemeente Lindeveen"]
    assert STOP in html(place, make.bram())
    for _twice in range(2):
        assert client.post(f"{place}stoppen/").status_code == 302
    assert lines(question.network).count("peers.question_left") == 1
    assert searching(question) == ["De Schakel"]
    shown = html(place, make.bram())
    assert STOP not in shown
    assert AGAIN in shown
    assert "Rond de vraag af" not in shown
    assert "Gemeente Lindeveen</a>" not in html(place).partition("Wie zoekt mee")[2].partition("<h2")[0]
    assert queries.tasks([make.bram().email]) == [], "who stopped is not asked again"
    with pytest.raises(NotAllowed):
        actions.close_question(question, outcome="answered", words="Klaar.", by=by(make.bram()))
    assert client.post(f"{place}meezoeken/").status_code == 302
    assert searching(question) == ["De Schakel", "Gemeente Lindeveen"]
    assert AGAIN not in html(place, make.bram())


def test_b9_the_last_that_searches_along_closes_the_question_instead_of_leaving_it_to_nobody() -> None:
    _made, question = joint()
    actions.stop_searching(question, by=by(make.bram()))
    before = Line.objects.count()
    assert STOP not in html(page_of(question), make.amina())
    with pytest.raises(Refused, match="Rond de vraag"):
        actions.stop_searching(question, by=by(make.amina()))
    assert (searching(question), Line.objects.count()) == (["De Schakel"], before)


def test_who_does_not_search_along_stops_nothing_and_a_closed_question_stays_as_it_is() -> None:
    _made, question = joint()
    for person in (make.chris(), make.person("Griet"), make.dilek()):
        with pytest.raises(NotAllowed):
            actions.stop_searching(question, by=by(person))
    actions.close_question(question, outcome="answered", words="Klaar.", by=by(make.amina()))
    with pytest.raises(Refused):
        actions.stop_searching(question, by=by(make.bram()))
    assert STOP not in html(page_of(question), make.bram())


def test_who_stopped_cannot_come_back_to_a_question_that_was_closed() -> None:
    _made, question = joint()
    actions.stop_searching(question, by=by(make.bram()))
    actions.close_question(question, outcome="answered", words="Klaar.", by=by(make.amina()))
    assert AGAIN not in html(page_of(question), make.bram())
    with pytest.raises(Refused):
        actions.accept_question(question, by=by(make.bram()))


def test_who_searches_along_and_has_stopped_at_once_cannot_be_kept() -> None:
    _made, question = joint()
    with transaction.atomic(), pytest.raises(IntegrityError):
        Owner.objects.filter(question=question).update(stopped_at=timezone.now())
