"""A25 and X1: a party without a piece stays in view, and everybody sees the share of words of each party."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.errors import Refused
from communityup.people.actors import Actor
from communityup.texts.actions import hide
from communityup.workspace.agreements.actions import ask_both_about
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.course import queries
from communityup.workspace.dialogue import actions as dialogue
from communityup.workspace.dialogue.models import Dialogue, Statement
from communityup.workspace.goals import actions as goals
from communityup.workspace.goals.models import Interest
from tests import make, make_notices
from tests.make_agreements import EVIDENCE, WHAT, agreed, proposed
from tests.make_course import agreed as all_agree
from tests.make_course import proposed as proposed_route
from tests.make_dialogue import on_own_name, people, thoughts
from tests.make_goals import interest, shared_goal
from tests.make_goals import proposed_goal as goal_of_one

pytestmark = pytest.mark.django_db
NO_PIECE = "Gemeente Lindeveen heeft nog geen stukje."


def brought(challenge: Challenge, name: str | None = None) -> str:
    client = Client()
    if name is not None:
        client.force_login(make.person(name))
    return client.get(f"/opgaven/{challenge.slug}/koers/wie-brengt-wat-in/").content.decode()


def counts(challenge: Challenge, number: int) -> list[int]:
    (row,) = [one for one in queries.brought(challenge)["parties"] if one["party"].number == number]
    return [one["count"] for one in row["counts"]]


def shares(challenge: Challenge) -> list[tuple[str, int, int]]:
    return [(row["name"], row["words"], row["share"]) for row in queries.shares(challenge)["rows"]]


def close(challenge: Challenge) -> None:
    """Let the round that is open end and close."""
    found = Dialogue.objects.get(challenge=challenge, closed_at=None)
    dialogue.set_end_date(found, ends_on=timezone.localdate() + dt.timedelta(days=5), by=Actor.of(make.amina()))
    with make_notices.at(timezone.now() + dt.timedelta(days=6)):
        dialogue.close_round(found, by=Actor.of(make.amina()))


def test_a25_a_party_without_a_piece_is_in_view_until_a_goal_of_its_own_is_shared() -> None:
    challenge, amina, bram = make.challenge_of_two()
    interest(challenge, bram)
    goal = goal_of_one(challenge, bram)
    assert NO_PIECE in brought(challenge)
    goals.agree_to_goal(goal, by=Actor.of(amina))
    shown = brought(challenge)
    assert NO_PIECE not in shown
    assert "Bewoners Molenwijk heeft nog geen stukje." in shown
    assert str(goal) in shown
    assert [row["no_piece"] for row in queries.brought(challenge)["parties"]] == [True, False]


def test_a25_the_flag_goes_with_a_confirmed_agreement_that_the_party_promises() -> None:
    challenge, amina, bram = make.challenge_of_two()
    agreed(challenge, amina, bram)
    proposed(challenge, bram, amina, what="Een ander slot")
    assert NO_PIECE in brought(challenge)
    assert "Bewoners Molenwijk heeft nog geen stukje." not in brought(challenge)
    agreed(challenge, bram, amina, what="De sleutel ligt klaar")
    assert NO_PIECE not in brought(challenge)


def test_a25_the_flag_goes_when_a_version_of_a_route_counts() -> None:
    challenge, amina, bram = make.challenge_of_two()
    version = proposed_route(challenge, bram)
    assert NO_PIECE in brought(challenge)
    all_agree(version, amina)
    assert NO_PIECE not in brought(challenge)
    assert "route, versie 1" in brought(challenge)


def test_a25_what_each_party_brought_in_is_told_in_the_order_in_which_they_came() -> None:
    challenge, amina, bram = make.challenge_of_two()
    interest(challenge, bram)
    goals.withdraw_interest(interest(challenge, bram, "Toch niet"), by=Actor.of(bram))
    thoughts(challenge, bram)
    agreed(challenge, bram, amina)
    proposed_route(challenge, bram)
    assert counts(challenge, 2) == [1, 0, 1, 1]
    close(challenge)
    assert counts(challenge, 2) == [1, 3, 1, 1]
    assert counts(challenge, 1) == [1, 0, 0, 0]
    assert [row["party"].number for row in queries.brought(challenge)["parties"]] == [1, 2]


def test_a25_a_party_that_left_stays_with_its_pieces_and_without_a_flag() -> None:
    challenge, amina, bram = make.challenge_of_two()
    school = make.person("School")
    third = make.join(challenge, school, "School", "institution")
    shared_goal(challenge, bram, amina, school)
    for state in ("left", "invited"):
        challenge.parties.filter(pk=third.pk).update(state=state, left_at=timezone.now())
        assert [row["party"].number for row in queries.brought(challenge)["parties"]] == [1, 2]
    challenge.parties.filter(number=2).update(state="left", left_at=timezone.now())
    (row,) = [one for one in queries.brought(challenge)["parties"] if one["party"].number == 2]
    assert (len(row["pieces"]), row["no_piece"]) == (1, False)


def test_a25_many_pieces_are_told_in_short() -> None:
    challenge, amina, bram = make.challenge_of_two()
    for which in range(10):
        shared_goal(challenge, amina, bram, words=f"Doel {which}")
    (row, _other) = queries.brought(challenge)["parties"]
    assert (len(row["pieces"]), row["more"]) == (8, 2)
    assert "en nog 2" in brought(challenge)


def test_x1_twenty_posts_are_one_in_a_round_in_which_everyone_speaks_once() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    dialogue.open_first_round(challenge)
    close(challenge)
    dialogue.open_round(challenge, question="Wat nu?", everyone_once=True, by=Actor.of(bram))
    refused = 0
    for which in range(20):
        try:
            dialogue.share_thought(challenge, body=f"Stuk nummer {which} van de gemeente", by=Actor.of(bram))
        except Refused:
            refused += 1
    assert (refused, Statement.objects.filter(party__number=2).count()) == (19, 1)


def test_x1_six_departments_are_one_party_in_the_share_of_words() -> None:
    challenge, amina, bram = make.challenge_of_two()
    six = people(challenge.parties.get(number=2), bram, 6, stem="Afdeling")
    for which, one in enumerate(six):
        thoughts(challenge, one, [f"Afdeling {which} vindt dit {word}" for word in ("eerst", "daarna", "ten slotte")])
    thoughts(challenge, amina, ["Wij ook."])
    close(challenge)
    found = dict(Statement.objects.values_list("pk", "party__number"))
    raw = {1: 0, 2: 0}
    for statement in Statement.objects.all():
        raw[found[statement.pk] or 0] += len(str(statement.text).split())
    total = sum(raw.values())
    assert shares(challenge) == [
        ("Bewoners Molenwijk", raw[1], round(100 * raw[1] / total)),
        ("Gemeente Lindeveen", raw[2], round(100 * raw[2] / total)),
    ]
    assert raw == {1: 2, 2: 96}


def test_x1_the_share_figure_equals_a_raw_count_of_thoughts_interests_and_agreements() -> None:
    challenge, amina, bram = make.challenge_of_two()
    thoughts(challenge, amina, ["Een twee drie vier."])
    interest(challenge, amina, "Vijf zes")
    interest(challenge, bram, "Zeven acht negen")
    agreed(challenge, bram, amina)
    close(challenge)
    told = len(WHAT.split()) + len(EVIDENCE.split())
    total = 6 + 3 + told
    rows = queries.shares(challenge)["rows"]
    assert [(row["thoughts"], row["interests"], row["agreements"]) for row in rows] == [(4, 2, 0), (0, 3, told)]
    assert shares(challenge) == [
        ("Bewoners Molenwijk", 6, round(600 / total)),
        ("Gemeente Lindeveen", 3 + told, round(100 * (3 + told) / total)),
    ]
    shown = brought(challenge)
    for _name, words, share in shares(challenge):
        assert f">{words}</td>" in shown
        assert f">{share}&nbsp;%</td>" in shown


def test_x1_an_agreement_that_is_asked_anew_counts_its_words_once() -> None:
    challenge, amina, bram = make.challenge_of_two()
    made = agreed(challenge, amina, bram)
    before = shares(challenge)
    ask_both_about(challenge, f"agreement:{made.public_id}", "", challenge.parties.get(number=1))
    assert made.terms.count() == 2
    assert shares(challenge) == before


def test_x1_no_total_tells_whose_a_thought_is_while_its_round_is_open() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    thoughts(challenge, amina)
    assert [words for _name, words, _share in shares(challenge)] == [0, 0]
    assert "tot die tijd is niet te zien" in brought(challenge)
    close(challenge)
    assert shares(challenge)[0][2] == 100


def test_x1_words_that_were_hidden_or_taken_back_do_not_count() -> None:
    challenge, amina, bram = make.challenge_of_two()
    interest(challenge, amina, "Een twee drie")
    hidden = interest(challenge, bram, "Vier vijf")
    goals.withdraw_interest(interest(challenge, bram, "Zes zeven acht"), by=Actor.of(bram))
    assert [words for _name, words, _share in shares(challenge)] == [3, 2]
    hide(Interest.objects.get(pk=hidden.pk).text)
    assert [words for _name, words, _share in shares(challenge)] == [3, 0]


def test_x1_people_on_their_own_name_have_a_row_of_their_own() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    (guest,) = on_own_name(challenge, 1)
    thoughts(challenge, guest, ["Een twee"])
    thoughts(challenge, amina, ["Drie vier"])
    close(challenge)
    assert shares(challenge) == [("Bewoners Molenwijk", 2, 50), ("Gemeente Lindeveen", 0, 0), ("op eigen naam", 2, 50)]


def test_x1_the_page_is_the_same_for_everybody() -> None:
    challenge, amina, bram = make.challenge_of_two()
    interest(challenge, amina)
    agreed(challenge, bram, amina)
    mains = [
        brought(challenge, name).split("<main")[1].split("</main>")[0] for name in (None, "Amina", "Bram", "Chris")
    ]
    assert len(set(mains)) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_and_three_of_everything(number: int, django_assert_num_queries: Any) -> None:
    challenge, amina, bram = make.challenge_of_two()
    for which in range(number):
        interest(challenge, amina, f"Belang {which}")
        shared_goal(challenge, amina, bram, words=f"Doel {which}")
        agreed(challenge, bram, amina, what=f"Afspraak {which}")
        all_agree(proposed_route(challenge, bram, f"Route {which}"), amina)
    thoughts(challenge, amina, [f"Gedachte {which}" for which in range(number)])
    close(challenge)
    with django_assert_num_queries(13):
        shown = queries.brought(challenge)
    assert [len(row["pieces"]) for row in shown["parties"]] == [number, 2 * number]


def test_a_conversation_held_elsewhere_has_no_parties_here() -> None:
    challenge, _amina, _bram = make.challenge_of_two()
    challenge.parties.update(invented=True)
    assert queries.brought(challenge)["parties"] == []
    assert "elders" in brought(challenge)
