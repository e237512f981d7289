"""Learning questions in sessions: each question with the sessions where it was treated, each session with its own."""

from typing import Any

import pytest

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.network.meetings import actions as meetings
from communityup.network.meetings.models import Session
from communityup.network.networks.models import Network
from communityup.network.peers.actions import ask_question, close_question, reword
from communityup.network.peers.models import LearningQuestion
from communityup.network.peers.notices import owners
from communityup.network.treated import actions, events
from communityup.network.treated.models import Treated
from communityup.notices.queries import happening_of
from communityup.people.actors import Actor
from communityup.people.models import Person
from tests import make, make_invitations, make_network
from tests.make_meetings import held, in_days, planned
from tests.make_network import browser, coordinated, last, lines, member
from tests.worlds import built_once

pytestmark = pytest.mark.django_db
HERE = "/netwerken/community-up/"
WORDS = "Wie sluit de zaal af?"


@built_once
def asked() -> tuple[Network, LearningQuestion, Session]:
    """Return a network of Dilek, with a question of Amina's member, and a session that was; Bram is in it too."""
    made, dilek = coordinated()
    one = member(made, "De Schakel", make.amina())
    member(made, "Gemeente Heidelo", make.bram(), kind="municipality")
    question = ask_question(one, theme="Beheer", words=WORDS, along=[], by=by(make.amina()))
    return made, question, held(made, dilek, days=20, title="Sleutels delen")


def by(person: Person) -> Actor:
    return Actor.of(person)


def of_question(question: LearningQuestion) -> str:
    return f"{HERE}leervragen/{question.public_id}/bijeenkomsten/"


def of_session(session: Session) -> str:
    return f"{HERE}bijeenkomsten/{session.public_id}/leervragen/"


def pages(question: LearningQuestion, session: Session, person: Person | None = None) -> tuple[str, str]:
    places = (f"{HERE}leervragen/{question.public_id}/", f"{HERE}bijeenkomsten/{session.slug}/")
    one, other = (browser(person).get(place).content.decode() for place in places)
    return one, other


def test_b9_question_is_followed_over_its_sessions_and_versions_until_its_closing_text() -> None:
    made, question, first = asked()
    second = planned(made, make.dilek(), in_days(9), title="Geld verdelen")
    for session in (first, second):
        actions.treat(question, session=session, by=by(make.amina()))
    reword(question, words="Wie heeft de sleutel?", by=by(make.amina()))
    close_question(question, outcome="answered", words="De buurvrouw.", by=by(make.amina()))
    page, _other = pages(question, first)
    order = ("Wie heeft de sleutel?", "beantwoord", "De buurvrouw.", "Sleutels delen", "Geld verdelen", WORDS)
    assert [words for words in order if words not in page] == []
    assert page.index("Sleutels delen") < page.index("Geld verdelen"), "the first session stands first"
    for session in (first, second):
        assert f'href="{HERE}bijeenkomsten/{session.slug}/"' in page
        _page, shown = pages(question, session)
        assert "Wie heeft de sleutel?" in shown
        assert f'href="{HERE}leervragen/{question.public_id}/"' in shown


def test_owner_and_coordinator_say_it_from_either_page() -> None:
    _made, question, session = asked()
    for person in (make.amina(), make.dilek()):
        for place, chosen in ((of_question(question), session), (of_session(session), question)):
            client = browser(person)
            assert client.get(place).status_code == 200
            assert client.post(place, {"chosen": chosen.public_id}).status_code == 302
            one, other = pages(question, session)
            assert "Sleutels delen" in one
            assert WORDS in other
            assert "Haal weg" in client.get(of_question(question)).content.decode()
            assert client.post(of_question(question), {"off": session.public_id}).status_code == 302
            assert not Treated.objects.exists()
    assert lines(_made)[-2:] == ["treated.question_treated", "treated.question_taken_off"]


def test_treating_records_one_line_with_its_role_and_once() -> None:
    made, question, session = asked()
    before = len(lines(made))
    for _twice in range(2):
        actions.treat(question, session=session, by=by(make.dilek()))
    assert len(lines(made)) == before + 1
    assert (last(made).type, last(made).role) == ("treated.question_treated", "coordinator")
    for _twice in range(2):
        actions.take_off(question, session=session, by=by(make.amina()))
    assert len(lines(made)) == before + 2
    assert (last(made).type, last(made).role) == ("treated.question_taken_off", "member")


def test_who_neither_searches_along_nor_coordinates_says_nothing() -> None:
    made, question, session = asked()
    before = len(lines(made))
    for person in (make.bram(), make.chris()):
        for action in (actions.treat, actions.take_off):
            with pytest.raises(NotAllowed):
                action(question, session=session, by=by(person))
        assert browser(person).get(of_question(question)).status_code == 403
        assert browser(person).post(of_question(question), {"chosen": session.public_id}).status_code == 403
    assert browser(make.bram()).get(of_session(session)).status_code == 200
    assert browser(make.bram()).post(of_session(session), {"chosen": question.public_id}).status_code == 422
    assert browser(make.chris()).get(of_session(session)).status_code == 403
    for place in (of_question(question), of_session(session)):
        assert browser().get(place).status_code == 302
    assert browser(make.bram()).post(of_question(question), {"off": session.public_id}).status_code == 403
    assert browser(make.amina()).post(of_question(question), {"off": "nergens"}).status_code == 404
    assert len(lines(made)) == before
    assert not Treated.objects.exists()


def test_b2_closed_session_takes_no_question_and_is_offered_to_nobody() -> None:
    made, question, _session = asked()
    closed = make_invitations.planned(made, make.dilek())
    with pytest.raises(Refused, match="gesloten"):
        actions.treat(question, session=closed, by=by(make.dilek()))
    for person in (make.amina(), make.dilek()):
        assert "Kanarie" not in browser(person).get(of_question(question)).content.decode()
    assert browser(make.amina()).get(of_session(closed)).status_code == 404
    assert (
        "leervragen"
        not in browser(make.dilek())
        .get(f"{HERE}bijeenkomsten/{closed.slug}/")
        .content.decode()
        .partition("<h1>")[2]
        .partition("<footer")[0]
    )


def test_session_that_does_not_go_on_or_is_of_another_network_takes_no_question() -> None:
    made, question, _session = asked()
    dilek = make.dilek()
    off = planned(made, dilek, in_days(9))
    meetings.cancel_session(off, reason="Griep.", by=by(dilek))
    off.gathering.refresh_from_db()
    with pytest.raises(Refused, match="gaat niet door"):
        actions.treat(question, session=off, by=by(dilek))
    other = make_network.network("ander")
    make_network.coordinator(other, dilek)
    with pytest.raises(Refused, match="ander netwerk"):
        actions.treat(question, session=planned(other, dilek, in_days(9)), by=by(dilek))


def test_wrong_choices_get_a_sentence() -> None:
    _made, question, session = asked()
    for place in (of_question(question), of_session(session)):
        for chosen in ("", "nergens"):
            answer = browser(make.amina()).post(place, {"chosen": chosen})
            assert answer.status_code == 422
            assert "error" in answer.content.decode()


def test_who_searches_along_hears_of_it() -> None:
    made, question, session = asked()
    actions.treat(question, session=session, by=by(make.dilek()))
    line = Line.objects.filter(stream=made.stream, type=events.QuestionTreated.type).get()
    assert owners(happening_of(line)) == {make.amina().pk}


def test_only_who_may_say_it_sees_the_way_to_it() -> None:
    _made, question, session = asked()
    for person, sees in ((make.amina(), True), (make.dilek(), True), (make.bram(), False), (None, False)):
        page, _other = pages(question, session, person)
        assert (of_question(question) in page) is sees
    for person, sees in ((make.amina(), True), (make.dilek(), True), (make.bram(), True), (None, False)):
        _page, shown = pages(question, session, person)
        assert (of_session(session) in shown) is sees


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_one_as_for_three(count: int, django_assert_num_queries: Any) -> None:
    made, question, _session = asked()
    for number in range(count):
        session = planned(made, make.dilek(), in_days(9 + number))
        actions.treat(question, session=session, by=by(make.amina()))
    client = browser(make.amina())
    with django_assert_num_queries(11):
        client.get(of_question(question))
    with django_assert_num_queries(11):
        client.get(of_session(session))
