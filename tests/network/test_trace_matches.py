"""Asking, offering and matching, each as the trace and the scenario say how it shows (B36, B3, A6, N13 to N15)."""

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.network.members import actions as members
from communityup.network.offers import actions as offers
from communityup.network.positions import actions as positions
from communityup.network.visits import actions, notices, queries
from communityup.network.visits.models import Proposal, Visit, Wish
from communityup.notices import actions as notified
from communityup.notices.models import Notice
from communityup.people.models import Person
from communityup.texts.jobs import index
from communityup.texts.models import Version
from communityup.workspace.tasks.queries import my_tasks
from tests import make
from tests.make_network import browser, last, lines, member
from tests.make_visits import (
    HERE,
    QUESTION,
    ask,
    by,
    hearers,
    html,
    offer,
    pages_of,
    proposed,
    say,
    three,
)

pytestmark = pytest.mark.django_db
QUIET = {"question": "Kanarie: waarom ligt het bij ons stil?", "words": "Kanarieveer", "theme": "Kanariethema"}
QUIET_OFFER = {"words": "Kanarieveren genoeg", "theme": "Kanariethema", "roughly": "Kanarietijd"}


def test_b36_request_is_visible_only_to_who_is_matched_and_the_coordinators_and_nowhere_else() -> None:
    made, first, second, _third = three()
    asked, offered = ask(first, roughly="Kanarietijd", **QUIET), offer(second, **QUIET_OFFER)
    proposal = actions.propose(asked, offered, by=by(make.dilek()))
    for _all in range(2):
        notified.tell()
    index()
    inside = [f"{HERE}mijn/", f"{HERE}voorstellen/", f"{HERE}voorstellen/{proposal.public_id}/"]
    for person in (make.person("Griet"), make.chris(), None):
        client = browser(person)
        for place in [*pages_of(made), *inside, f"{made.stream.public_id}"]:
            answer = client.get(place, follow=True)
            assert "kanarie" not in answer.content.decode().casefold(), (place, person)
        assert client.get(inside[2]).status_code == (302 if person is None else 404)
        assert person is None or not Notice.objects.filter(person=person, line__object=proposal.public_id).exists()
    assert "Kanarie: waarom" in html(inside[2], make.amina())
    assert "Kanarie: waarom" in html(inside[2], make.bram())
    assert "Kanarie: waarom" in html(inside[1], make.dilek())
    assert "Kanarie: waarom" in html(inside[0], make.amina())
    assert browser(make.bram()).get(f"{HERE}voorstellen/").status_code == 403


def test_b36_log_says_nothing_of_who_asks_or_about_what() -> None:
    made, first, second, _third = three()
    before = len(lines(made))
    asked = ask(first, **QUIET)
    actions.take_back(asked, by=by(make.amina()))
    actions.propose(ask(first, **QUIET), offer(second, **QUIET_OFFER), by=by(make.dilek()))
    said = Line.objects.filter(stream=made.stream).order_by("n")[before:]
    assert [line.type for line in said] == [
        "visits.wish_made", "visits.wish_taken_back", "visits.wish_made", "visits.wish_made", "visits.visit_proposed",
    ]  # fmt: skip
    known = {first.public_id, second.public_id, asked.public_id}
    for line in said:
        assert line.content["actor"] is None
        assert line.content["commit"] is None
        assert line.content["role"] == "person"
        assert not known & set(map(str, line.content.values()))
    assert {line.object for line in said[:4]} == {made.stream.public_id}


def test_b36_a_member_without_a_match_cannot_take_back_or_read_what_another_asked() -> None:
    _made, first, _second, _third = three()
    asked = ask(first)
    with pytest.raises(NotAllowed):
        actions.take_back(asked, by=by(make.person("Griet")))
    place = f"{HERE}vraag-of-aanbod/{asked.public_id}/terugnemen/"
    assert browser(make.person("Griet")).post(place).status_code == 404
    assert browser(make.chris()).post(place).status_code == 403
    assert browser().post(place).status_code == 302
    assert browser(make.amina()).get(place).status_code == 405
    asked.refresh_from_db()
    assert asked.taken_back_at is None


def test_b36_what_was_asked_is_taken_back_at_any_moment_and_its_words_and_proposal_go() -> None:
    made, proposal = proposed()
    asked = proposal.ask
    place = f"{HERE}vraag-of-aanbod/{asked.public_id}/terugnemen/"
    assert browser(make.amina()).post(place).status_code == 302
    count = len(lines(made))
    actions.take_back(asked, by=by(make.amina()))
    assert len(lines(made)) == count, "twice is once"
    asked.refresh_from_db()
    proposal.refresh_from_db()
    assert (asked.theme, asked.roughly) == ("", "")
    assert not Version.objects.filter(text__in=[asked.question_id, asked.words_id], erased_at=None).exists()
    assert proposal.ended_at is not None
    assert browser(make.bram()).get(f"{HERE}voorstellen/{proposal.public_id}/").status_code == 404
    with pytest.raises(Refused):
        say(proposal, make.bram())


def test_b36_asking_needs_a_learning_question_and_one_is_open_at_a_time() -> None:
    made, first, _second, _third = three()
    client = browser(make.amina())
    told = {"form": "visit", "words": "De buurt.", "people": "4", "theme": "", "roughly": ""}
    answer = client.post(f"{HERE}vragen/", told)
    assert answer.status_code == 422
    assert "Vul dit nog in." in answer.content.decode()
    assert client.post(f"{HERE}vragen/", {**told, "question": QUESTION, "people": ""}).status_code == 422
    assert client.post(f"{HERE}vragen/", {**told, "question": "x" * 301}).status_code == 422
    assert client.post(f"{HERE}vragen/", {**told, "question": QUESTION}).status_code == 302
    count = len(lines(made))
    again = ask(first, words="De buurt.", theme="")
    assert len(lines(made)) == count, "the same again asks nothing new"
    assert Wish.objects.get() == again
    with pytest.raises(Refused):
        ask(first, words="Iets anders.")
    assert client.post(f"{HERE}vragen/", {**told, "question": QUESTION}).status_code == 422, "this form is taken"
    assert client.post(f"{HERE}vragen/", {**told, "form": "story", "question": QUESTION}).status_code == 302
    assert "in elke vorm al één openstaan" in client.get(f"{HERE}vragen/").content.decode()
    with pytest.raises(Refused):
        ask(first, question=" ", form="story")
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.filter(pk=again.pk).update(question=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.filter(pk=again.pk).update(people=None)


def test_b36_a_member_offers_with_room_and_times_and_others_cannot_for_it() -> None:
    _made, _first, second, _third = three()
    told = {"form": "visit", "words": "Een huis.", "people": "8", "times": "2", "theme": "", "roughly": "mei"}
    assert browser(make.bram()).post(f"{HERE}aanbieden/", {**told, "times": "0"}).status_code == 422
    assert browser(make.bram()).post(f"{HERE}aanbieden/", told).status_code == 302
    offered = Wish.objects.get()
    assert (offered.member, offered.people, offered.times, offered.question) == (second, 8, 2, None)
    for place in ("vragen/", "aanbieden/", "mijn/", "waar-sta-ik/"):
        assert browser(make.chris()).get(f"{HERE}{place}").status_code == 403
        assert browser(make.dilek()).get(f"{HERE}{place}").status_code == 403
        assert browser().get(f"{HERE}{place}").status_code == 302
        assert browser(make.bram()).get(f"{HERE}{place}").status_code == 200
    with pytest.raises(NotAllowed):
        actions.offer_visit(second, card=actions.Card(words="x", people=2), by=by(make.amina()))


def test_b3_a_match_says_its_reason_and_no_score_and_a_position_counts_only_where_both_chose_it() -> None:
    made, first, second, third = three()
    ask(first, theme="Tuin", question="Hoe kom je aan tijd?", words="Vrijwilligers.")
    offer(second, theme="Daken", words="Zonnepanelen.")
    offer(third, theme="Daken", words="Zonnepanelen en dakgoten.")
    assert queries.matches(made) == [], "without a reason there is no match"
    note = positions.note_positions
    note(first, stands={"time": "searching", "trust": "searching"}, may_match=["time"], by=by(make.amina()))
    note(second, stands={"time": "experienced", "trust": "experienced"}, may_match=["trust"], by=by(make.bram()))
    assert queries.matches(made) == [], "each shares another condition"
    note(
        second, stands={"time": "experienced", "trust": "experienced"}, may_match=["time", "trust"], by=by(make.bram())
    )
    (match,) = queries.matches(made)
    assert match.offer.member == second
    assert match.reasons == ["De gastheer heeft meer ervaring met: Tijd"]
    assert {one.name for one in match.__dataclass_fields__.values()} == {"ask", "offer", "reasons"}
    shown = html(f"{HERE}voorstellen/", make.dilek())
    told = re.search(r"<h2>Wat past</h2>.*?<h2>", shown, re.DOTALL)
    assert told is not None
    assert "De gastheer heeft meer ervaring met: Tijd" in told[0]
    assert not re.search(r"%|score|punten|\b\d+\b", re.sub(r"<[^>]+>", " ", told[0]))


def test_b3_matches_stand_by_the_name_of_who_asks_not_by_how_well_they_fit() -> None:
    made, first, second, third = three()
    ask(third, theme="Daken", words="Gebouwen loslaten, onderhoud en overdracht.")
    ask(first, theme="Gebouwen loslaten")
    offer(second, times=2)
    found = [one.ask.member.name for one in queries.matches(made)]
    assert found == ["Buurttuin", "Gemeente Heidelo"]


def test_n15_as_many_as_can_be_find_a_place_within_what_hosts_have_room_for(django_assert_num_queries: Any) -> None:
    made, first, second, third = three()
    griet = make.person("Vierde")
    fourth = member(made, "Vierde", griet, place="Verderop")
    ask(first)
    ask(third, people=9)
    offer(second, times=1)
    with django_assert_num_queries(3):
        assert [(m.ask.member, m.offer.member) for m in queries.matches(made)] == [(first, second)]
    offer(fourth, people=12)
    with django_assert_num_queries(3):
        found = [(m.ask.member, m.offer.member) for m in queries.matches(made)]
    assert found == [(third, fourth), (first, second)]


def test_n15_coordinator_puts_a_match_to_both_once_and_a_pair_that_said_no_is_not_put_again() -> None:
    made, first, second, third = three()
    asked, offered = ask(first), offer(second)
    client = browser(make.dilek())
    pair = {"ask": asked.public_id, "offer": offered.public_id}
    for _twice in range(2):
        assert client.post(f"{HERE}voorstellen/", pair).status_code == 302
    proposal = Proposal.objects.get()
    assert lines(made).count("visits.visit_proposed") == 1
    assert hearers(last(made), notices.proposed) == {make.amina().pk, make.bram().pk}
    assert queries.matches(made) == [], "the question waits for its answer"
    assert "Hetzelfde thema" in html(f"{HERE}voorstellen/{proposal.public_id}/", make.bram())
    say(proposal, make.bram(), yes=False)
    assert queries.matches(made) == [], "who said no is not asked the same again"
    assert client.post(f"{HERE}voorstellen/", pair).status_code == 409
    actions.take_back(offered, by=by(make.bram()))
    offer(second, words="Nog eens: het onderhoud.")
    assert queries.matches(made) == [], "also not with other words"
    offer(third)
    assert [one.offer.member for one in queries.matches(made)] == [third]
    for other in (make.amina(), make.chris()):
        assert browser(other).post(f"{HERE}voorstellen/", pair).status_code == 403
    with pytest.raises(NotAllowed):
        actions.propose(asked, offered, by=by(make.amina()))
    with pytest.raises(Refused):
        actions.propose(asked, ask(second), by=by(make.dilek()))
    assert client.post(f"{HERE}voorstellen/", {}).status_code == 422
    assert client.post(f"{HERE}voorstellen/", {**pair, "offer": "0" * 32}).status_code == 404


def test_n15_a_proposal_waits_as_a_task_of_both_until_they_answered() -> None:
    _made, proposal = proposed()
    place = f"{HERE}voorstellen/{proposal.public_id}/"

    def waits(person: Person) -> list[str]:
        return [one.about for one in my_tasks(person) if one.url == place]

    assert waits(make.amina()) == waits(make.bram()) == [QUESTION]
    assert waits(make.dilek()) == waits(make.person("Griet")) == []
    say(proposal, make.amina())
    assert (waits(make.amina()), waits(make.bram())) == ([], [QUESTION])
    say(proposal, make.bram())
    assert waits(make.bram()) == []


def test_n15_it_is_a_visit_with_the_yes_of_both_and_of_a_first_yes_the_other_reads_nothing() -> None:
    made, proposal = proposed()
    place = f"{HERE}voorstellen/{proposal.public_id}/"
    before = html(place, make.bram())
    assert browser(make.amina()).post(place, {"answer": "yes"}).status_code == 302
    assert last(made).type == "visits.proposal_answered"
    assert last(made).content["actor"] is None
    strip = re.compile(r'csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')
    assert strip.sub("", html(place, make.bram())) == strip.sub("", before)
    assert not Visit.objects.exists()
    say(proposal, make.amina())
    assert lines(made).count("visits.proposal_answered") == 1, "clicking twice is once"
    answer = browser(make.bram()).post(place, {"answer": "yes"})
    visit = Visit.objects.get()
    assert answer.headers["Location"] == f"{HERE}{visit.public_id}/"
    assert (last(made).type, last(made).object) == ("visits.visit_agreed", visit.public_id)
    assert hearers(last(made), notices.both) == {make.amina().pk, make.bram().pk}
    assert (visit.guest.name, visit.host.name, str(visit.question)) == ("Gemeente Heidelo", "De Schakel", QUESTION)
    assert say(proposal, make.bram()) == visit, "clicking twice is once"
    with pytest.raises(Refused):
        say(proposal, make.amina(), yes=False)
    with pytest.raises(Refused):
        actions.withdraw_proposal(proposal, by=by(make.dilek()))


@pytest.mark.parametrize(("says_no", "reads"), [("Amina", "Bram"), ("Bram", "Amina")])
def test_n15_a_no_and_its_reason_are_for_the_coordinators_alone(says_no: str, reads: str) -> None:
    made, proposal = proposed()
    place = f"{HERE}voorstellen/{proposal.public_id}/"
    say(proposal, make.person(reads))
    told = {"answer": "no", "reason": "Kanarie: wij zitten vol"}
    assert browser(make.person(says_no)).post(place, {**told, "reason": "x" * 601}).status_code == 422
    assert browser(make.person(says_no)).post(place, {"answer": "perhaps"}).status_code == 422
    assert browser(make.person(says_no)).post(place, told).status_code == 302
    assert last(made).type == "visits.proposal_answered"
    for person in (make.person(reads), make.person(says_no), make.person("Griet")):
        assert browser(person).get(place).status_code == 404
        assert "Kanarie" not in html(f"{HERE}mijn/", person)
        assert "Aan jullie voorgesteld" not in html(f"{HERE}mijn/", person)
    shown = html(f"{HERE}voorstellen/", make.dilek())
    assert "Kanarie: wij zitten vol" in shown
    with pytest.raises(Refused):
        say(proposal, make.person(reads), yes=False)
    assert say(proposal, make.person(says_no), yes=False) is None, "clicking twice is once"
    assert hearers(last(made), notices.proposed) == set(), "nobody hears of an ended proposal"


def test_n15_only_the_two_members_answer_and_only_a_coordinator_takes_a_proposal_back() -> None:
    made, proposal = proposed()
    place = f"{HERE}voorstellen/{proposal.public_id}/"
    assert browser(make.dilek()).get(place).status_code == 200
    assert browser(make.dilek()).post(place, {"answer": "yes"}).status_code == 403
    assert browser(make.person("Griet")).post(place, {"answer": "yes"}).status_code == 404
    with pytest.raises(NotAllowed):
        say(proposal, make.person("Griet"))
    assert browser(make.amina()).post(f"{place}intrekken/").status_code == 403
    assert browser(make.chris()).post(f"{place}intrekken/").status_code == 404
    for _twice in range(2):
        assert browser(make.dilek()).post(f"{place}intrekken/").status_code == 302
    assert lines(made).count("visits.proposal_taken_back") == 1
    with pytest.raises(Refused):
        say(proposal, make.amina())


def test_a6_offer_to_receive_a_visit_on_the_board_appears_in_matching_and_withdrawing_it_removes_it() -> None:
    _made, first, _second, third = three()
    ask(first)
    given = offers.make_offer(
        third, direction="offer", what="visit", words="Je kunt bij ons komen kijken.", by=by(make.person("Griet"))
    )
    for place, person in ((f"{HERE}voorstellen/", make.dilek()), (f"{HERE}mijn/", make.amina())):
        assert "Je kunt bij ons komen kijken." in html(place, person)
    offers.withdraw_offer(given, by=by(make.person("Griet")))
    for place, person in ((f"{HERE}voorstellen/", make.dilek()), (f"{HERE}mijn/", make.amina())):
        assert "Je kunt bij ons komen kijken." not in html(place, person)


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_database_as_often_for_one_as_for_three(number: int, django_assert_num_queries: Any) -> None:
    made, first, second, third = three()
    offer(second, times=3)
    for one in (first, third)[:number]:
        ask(one)
    fourth = member(made, "Vierde", make.person("Vierde"))
    if number > 1:
        ask(fourth)
    with django_assert_num_queries(7):
        queries.matching(made)


def test_b36_sent_words_that_cannot_be_kept_are_refused_and_what_was_typed_is_not_lost() -> None:
    _made, _first, _second, _third = three()
    told = {"form": "visit", "words": "Blijft staan", "people": "4", "question": "", "theme": "", "roughly": ""}
    assert "Blijft staan" in browser(make.amina()).post(f"{HERE}vragen/", told).content.decode()


def test_n14_what_a_member_asked_goes_with_the_member() -> None:
    made, first, second, _third = three()
    asked = ask(first)
    offer(second)
    members.leave(first, by=by(make.amina()))
    assert queries.matches(made) == []
    assert actions.forget_due() == 2
    assert not Version.objects.filter(text=asked.question_id, erased_at=None).exists()
