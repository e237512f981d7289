"""One answer per party, each from somebody else; and a round that a party left can still end."""

import pytest
from django.test import Client

from communityup.base.errors import Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.workspace.challenges.models import Challenge, Party
from communityup.workspace.consent.actions import agree_late, lapse_answers, open_round, respond, withdraw_round
from communityup.workspace.consent.models import PartyConsent, Round
from communityup.workspace.goals.actions import agree_to_goal, propose_goal
from communityup.workspace.goals.models import Goal
from communityup.workspace.leaving.actions import leave_all_seats, leave_seat
from communityup.workspace.room.actions import propose_step
from communityup.workspace.room.queries import LEAVE_LEAD_IN
from tests import make

pytestmark = pytest.mark.django_db


def last_line(challenge: Challenge) -> str:
    return Line.objects.filter(stream=challenge.stream).latest("n").type


def test_e6_one_person_never_says_yes_for_two_parties_in_one_round() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    residents, municipality = challenge.parties.order_by("number")
    dilek, chris = make.dilek(), make.chris()
    make.colleague(municipality, dilek, inviter=bram)
    asked = propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(dilek))
    leave_seat(challenge, by=Actor.of(dilek))
    make.colleague(residents, dilek, inviter=amina)
    make.colleague(residents, chris, inviter=amina)
    for agrees in (True, False):
        with pytest.raises(Refused, match=r"andere partij|another party"):
            respond(asked, agrees=agrees, reason="Nog niet", by=Actor.of(dilek))
    asked.refresh_from_db()
    assert (asked.outcome, asked.answers.count()) == (Round.Outcome.OPEN, 1)
    assert respond(asked, agrees=True, by=Actor.of(chris)).agreed


def test_somebody_may_answer_again_for_the_same_party_and_a_next_round_for_another() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    goal = propose_goal(challenge, words="Het dak is dicht", by=Actor.of(amina))
    residents, municipality = challenge.parties.order_by("number")
    dilek = make.dilek()
    make.colleague(municipality, dilek, inviter=bram)
    make.join(challenge, make.chris(), "School", "institution")
    for _twice in range(2):
        agree_to_goal(goal, by=Actor.of(dilek))
    leave_seat(challenge, by=Actor.of(dilek))
    make.colleague(residents, dilek, inviter=amina)
    other = propose_goal(challenge, words="De zaal is warm", by=Actor.of(bram))
    agree_to_goal(other, by=Actor.of(dilek))
    assert PartyConsent.objects.get(round=other.round, party=residents).person == dilek


def test_who_answered_is_forgotten_when_the_person_is() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    dilek = make.dilek()
    make.colleague(challenge.parties.get(number=2), dilek, inviter=bram)
    goal = propose_goal(challenge, words="Het dak is dicht", by=Actor.of(dilek))
    leave_all_seats(dilek)
    dilek.delete()
    kept = PartyConsent.objects.get(round=goal.round)
    assert (kept.person, kept.agrees) == (None, True)
    assert agree_to_goal(goal, by=Actor.of(amina)).state == Goal.State.SHARED


def test_e8_agreeing_again_ends_a_round_that_waited_for_a_party_that_left() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    school = make.join(challenge, make.dilek(), "School", "institution")
    goal = propose_goal(challenge, words="Het dak is dicht", by=Actor.of(amina))
    assert agree_to_goal(goal, by=Actor.of(bram)).state == Goal.State.PROPOSED
    assert agree_to_goal(goal, by=Actor.of(bram)).state == Goal.State.PROPOSED
    leave_all_seats(make.dilek())
    school.refresh_from_db()
    assert school.state == Party.State.LEFT
    assert agree_to_goal(goal, by=Actor.of(bram)).state == Goal.State.SHARED
    assert last_line(challenge) == "goals.goal_shared"


def test_r15_a_question_that_waited_for_a_party_that_is_gone_says_how_it_ends() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    make.join(challenge, make.dilek(), "School", "institution")
    goal = propose_goal(challenge, words="Het dak is dicht", by=Actor.of(amina))
    agree_to_goal(goal, by=Actor.of(bram))
    asked = propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(amina))
    respond(asked, agrees=True, by=Actor.of(bram))
    client = Client()
    client.force_login(amina)
    places = [f"/opgaven/{challenge.slug}/{page}/" for page in ("doelen", f"akkoord/{asked.public_id}")]
    ends = "Zegt een van jullie het nog één keer, dan is het besloten."
    assert [ends in client.get(place).content.decode() for place in places] == [False, False]
    leave_all_seats(make.dilek())
    assert [ends in client.get(place).content.decode() for place in places] == [True, True]


def test_e8_one_party_that_is_left_alone_agrees_with_nobody() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    goal = propose_goal(challenge, words="Het dak is dicht", by=Actor.of(amina))
    leave_all_seats(bram)
    assert agree_to_goal(goal, by=Actor.of(amina)).state == Goal.State.PROPOSED


def test_a_late_yes_is_only_for_a_question_that_was_agreed_and_ended_questions_stay_ended() -> None:
    challenge, amina, bram = make.challenge_of_two()
    asked = open_round(challenge, LEAVE_LEAD_IN, by=Actor.of(amina))
    with pytest.raises(Refused):
        agree_late(asked, by=Actor.of(bram))
    withdraw_round(asked, by=Actor.of(amina))
    with pytest.raises(Refused):
        withdraw_round(asked, by=Actor.of(amina))
    with pytest.raises(Refused):
        agree_late(asked, by=Actor.of(bram))


def test_e13_answers_to_a_question_that_was_agreed_do_not_lapse_any_more() -> None:
    challenge, amina, bram = make.closed_challenge_of_two()
    on_the_screen = propose_step(challenge, LEAVE_LEAD_IN, by=Actor.of(amina))
    respond(on_the_screen, agrees=True, by=Actor.of(bram))
    assert lapse_answers(on_the_screen).outcome == Round.Outcome.AGREED
    on_the_screen.refresh_from_db()
    assert on_the_screen.ended_at is not None
    assert on_the_screen.opened_at < on_the_screen.ended_at
    assert on_the_screen.answers.filter(agrees=True, lapsed_at=None).count() == 2
