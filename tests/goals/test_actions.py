"""Interests and goals: each rule, each refusal, recorded once."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.people.models import Person
from communityup.texts.models import TAKEN_BACK, stand_in
from communityup.workspace.challenges.models import Challenge, Kind
from communityup.workspace.goals import actions, queries
from communityup.workspace.goals.models import Goal, Relation
from communityup.workspace.leaving.actions import leave_seat
from tests import make, make_goals

pytestmark = pytest.mark.django_db

REASON = "Eerst moet het onderhoud helder zijn"


def lines(challenge: Challenge, start: str = "goals.") -> list[str]:
    found = Line.objects.filter(stream=challenge.stream, type__startswith=start).order_by("n")
    return list(found.values_list("type", flat=True))


def standing(challenge: Challenge, goal: Goal) -> dict[str, str]:
    cards = queries.goal_cards(challenge, None)
    card = next(card for state in cards.values() for card in state if card["public_id"] == goal.public_id)
    return {row["party"].name: row["answer"] for row in card["standing"]["rows"]}


def test_a15_a_goal_is_shared_only_after_consent_of_all_parties() -> None:
    challenge, amina, bram = make.challenge_of_two()
    make.join(challenge, make.dilek(), "Huurders van de zalen", "entrepreneurs")
    goal = make_goals.proposed_goal(challenge, amina)
    assert (goal.state, queries.shared_goals(challenge)) == (Goal.State.PROPOSED, [])
    goal = actions.agree_to_goal(goal, by=Actor.of(bram))
    assert (goal.state, queries.shared_goals(challenge)) == (Goal.State.PROPOSED, [])
    goal = actions.agree_to_goal(goal, by=Actor.of(make.dilek()))
    assert goal.state == Goal.State.SHARED
    assert goal.shared_at is not None
    assert queries.shared_goals(challenge) == [make_goals.WORDS]
    assert lines(challenge) == ["goals.goal_proposed", "goals.goal_agreed", "goals.goal_shared"]


def test_e8_silence_is_never_a_yes_and_shows_by_name() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = make_goals.proposed_goal(challenge, amina)
    actions.agree_to_goal(goal, by=Actor.of(amina))
    goal.refresh_from_db()
    assert goal.state == Goal.State.PROPOSED
    assert standing(challenge, goal) == {"Bewoners Molenwijk": "agrees", "Gemeente Lindeveen": ""}
    assert lines(challenge) == ["goals.goal_proposed"]
    cards = queries.goal_cards(challenge, make.party_of(challenge, bram))
    assert [party.name for party in cards["proposed"][0]["standing"]["silent"]] == ["Gemeente Lindeveen"]


def test_e8_a_party_alone_shares_nothing_with_itself() -> None:
    challenge = make.challenge_of_one()
    goal = make_goals.proposed_goal(challenge, make.amina())
    assert actions.agree_to_goal(goal, by=Actor.of(make.amina())).state == Goal.State.PROPOSED


def test_e8_not_yet_has_a_reason_stops_the_goal_and_can_change() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = make_goals.proposed_goal(challenge, amina)
    actions.say_not_yet(goal, reason=REASON, by=Actor.of(bram))
    assert standing(challenge, goal)["Gemeente Lindeveen"] == "not_yet"
    assert queries.goal_cards(challenge, None)["proposed"][0]["standing"]["rows"][1]["reason"] == REASON
    actions.agree_to_goal(goal, seen=make.seen(goal.round, bram), by=Actor.of(bram))
    goal.refresh_from_db()
    assert goal.state == Goal.State.SHARED
    assert lines(challenge) == ["goals.goal_proposed", "goals.goal_not_yet", "goals.goal_shared"]
    not_yet = Line.objects.get(stream=challenge.stream, type="goals.goal_not_yet")
    assert len(not_yet.commit) == 64


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_not_yet_without_a_reason_is_refused_and_nothing_stays(reason: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = make_goals.proposed_goal(challenge, amina)
    with pytest.raises(Refused):
        actions.say_not_yet(goal, reason=reason, by=Actor.of(bram))
    assert lines(challenge) == ["goals.goal_proposed"]


PAIRS = [(one, "municipality") for one in Kind.values] + [("municipality", one) for one in Kind.values[2:]]


@pytest.mark.parametrize(("proposer", "answerer"), PAIRS)
def test_e4_interests_and_goals_go_alike_for_every_kind_of_party(proposer: str, answerer: str) -> None:
    challenge = make.challenge_of_one(kind=proposer)
    make.join(challenge, make.bram(), "De andere partij", answerer)
    by = {name: Actor.of(make.person(name)) for name in ("Amina", "Bram")}
    interest = actions.add_interest(challenge, words="Rust in de avond", by=by["Amina"])
    goal = actions.propose_goal(challenge, words="Een doel", by=by["Amina"])
    assert actions.relate_interest(interest, goal, effect="helps", by=by["Amina"]).effect == "helps"
    with pytest.raises(NotAllowed):
        actions.relate_interest(interest, goal, effect="none", by=by["Bram"])
    with pytest.raises(NotAllowed):
        actions.withdraw_goal(goal, by=by["Bram"])
    assert actions.agree_to_goal(goal, by=by["Bram"]).state == Goal.State.SHARED
    actions.ask_to_retire(goal, reason=REASON, by=by["Bram"])
    assert actions.agree_to_retire(goal, by=by["Amina"]).state == Goal.State.RETIRED


def test_e2_nobody_changes_or_withdraws_an_interest_of_another_party() -> None:
    challenge, amina, bram = make.challenge_of_two()
    interest = make_goals.interest(challenge, amina)
    before = lines(challenge)
    for other in (bram, make.chris()):
        with pytest.raises(NotAllowed):
            actions.change_interest(interest, words="Anders", by=Actor.of(other))
        with pytest.raises(NotAllowed):
            actions.withdraw_interest(interest, by=Actor.of(other))
    for nobody in (Actor.operator(), Actor.job("night")):
        with pytest.raises(NotAllowed):
            actions.change_interest(interest, words="Anders", by=nobody)
    interest.refresh_from_db()
    assert (str(interest.text), interest.withdrawn_at, lines(challenge)) == (str(interest.text), None, before)
    assert "Zekerheid" in str(interest.text)


def test_an_interest_changes_in_versions_and_the_earlier_words_stay() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    interest = make_goals.interest(challenge, amina, "Eerste woorden")
    colleague = make.person("Fatma")
    make.colleague(interest.party, colleague, inviter=amina)
    interest = actions.change_interest(interest, words="Andere woorden", by=Actor.of(colleague))
    actions.change_interest(interest, words=" Andere woorden ", by=Actor.of(colleague))
    assert str(interest.text) == "Andere woorden"
    assert queries.earlier_versions(interest) == ["Eerste woorden"]
    assert lines(challenge) == ["goals.interest_added", "goals.interest_changed"]


def test_a_withdrawn_interest_leaves_a_tombstone_without_words() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    interest = make_goals.interest(challenge, amina, "Iets persoonlijks")
    goal = make_goals.proposed_goal(challenge, amina)
    actions.relate_interest(interest, goal, effect="helps", by=Actor.of(amina))
    interest = actions.change_interest(interest, words="Nog iets persoonlijks", by=Actor.of(amina))
    interest = actions.withdraw_interest(interest, by=Actor.of(amina))
    assert interest.withdrawn_at is not None
    assert set(interest.text.versions.values_list("body", "salt")) == {(stand_in(TAKEN_BACK), None)}
    column = queries.interest_columns(challenge, None)[0]
    assert [row["withdrawn"] for row in column["interests"]] == [True]
    assert queries.matrix(challenge, None)["rows"] == []
    assert lines(challenge).count("goals.interest_withdrawn") == 1
    commits = set(interest.text.versions.values_list("commit", flat=True))
    erased = Line.objects.filter(stream=challenge.stream, type="texts.erased", object=interest.public_id)
    assert erased.count() == len(commits) == 2
    with pytest.raises(Refused):
        actions.change_interest(interest, words="Toch", by=Actor.of(amina))


def test_b7_each_cell_is_set_by_the_party_of_the_interest_only() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = make_goals.shared_goal(challenge, amina, bram)
    hers, his = make_goals.interest(challenge, amina), make_goals.interest(challenge, bram, "Geen open einde")
    actions.relate_interest(hers, goal, effect="helps", by=Actor.of(amina))
    actions.relate_interest(his, goal, effect="strains", by=Actor.of(bram))
    actions.relate_interest(his, goal, effect="strains", by=Actor.of(bram))
    for interest, other in ((hers, bram), (his, amina), (hers, make.chris())):
        with pytest.raises(NotAllowed):
            actions.relate_interest(interest, goal, effect="none", by=Actor.of(other))
    shown = queries.matrix(challenge, make.party_of(challenge, amina))
    assert [(row["party__name"], row["cells"][0]["effect"], row["own"]) for row in shown["rows"]] == [
        ("Bewoners Molenwijk", "helps", True),
        ("Gemeente Lindeveen", "strains", False),
    ]
    assert lines(challenge).count("goals.interest_related") == 2


def test_b7_the_column_of_a_party_without_interests_stays_visible() -> None:
    challenge, amina, _bram = make.challenge_of_two()
    make_goals.interest(challenge, amina)
    columns = queries.interest_columns(challenge, None)
    assert [(c["party"].name, len(c["interests"])) for c in columns] == [
        ("Bewoners Molenwijk", 1),
        ("Gemeente Lindeveen", 0),
    ]


def test_a_cell_with_a_goal_of_another_challenge_or_a_past_goal_is_refused() -> None:
    challenge, amina, bram = make.challenge_of_two()
    interest = make_goals.interest(challenge, amina)
    elsewhere = make_goals.proposed_goal(make.challenge_of_one(title="Iets anders"), amina)
    gone = actions.withdraw_goal(make_goals.proposed_goal(challenge, bram, "Weg"), by=Actor.of(bram))
    for goal in (elsewhere, gone):
        with pytest.raises(Refused):
            actions.relate_interest(interest, goal, effect="helps", by=Actor.of(amina))
    assert not Relation.objects.exists()


def test_only_the_proposing_party_withdraws_and_a_shared_goal_cannot_be_withdrawn() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = make_goals.proposed_goal(challenge, amina)
    with pytest.raises(NotAllowed):
        actions.withdraw_goal(goal, by=Actor.of(bram))
    assert actions.withdraw_goal(goal, by=Actor.of(amina)).state == Goal.State.WITHDRAWN
    with pytest.raises(Refused):
        actions.agree_to_goal(goal, by=Actor.of(bram))
    shared = make_goals.shared_goal(challenge, amina, bram, words="Een ander doel")
    with pytest.raises(Refused):
        actions.withdraw_goal(shared, by=Actor.of(amina))
    assert lines(challenge).count("goals.goal_withdrawn") == 1


def test_the_same_goal_twice_is_one_and_another_party_is_sent_to_it() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = make_goals.proposed_goal(challenge, amina)
    assert make_goals.proposed_goal(challenge, amina) == goal
    with pytest.raises(Refused):
        make_goals.proposed_goal(challenge, bram)
    assert lines(challenge) == ["goals.goal_proposed"]


def test_a_shared_goal_goes_only_when_all_let_it_go() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = make_goals.shared_goal(challenge, amina, bram)
    asked = actions.ask_to_retire(goal, reason=REASON, by=Actor.of(amina)).round
    with pytest.raises(Refused):
        actions.ask_to_retire(goal, reason=REASON, by=Actor.of(bram))
    assert queries.shared_goals(challenge) == [make_goals.WORDS]
    actions.keep_goal_for_now(goal, reason="Het is nog niet af", by=Actor.of(bram))
    assert queries.shared_goals(challenge) == [make_goals.WORDS]
    seen = make.seen(asked, bram)
    assert actions.agree_to_retire(goal, seen=seen, by=Actor.of(bram)).state == Goal.State.RETIRED
    assert queries.shared_goals(challenge) == []
    for one in (bram, amina):
        assert actions.agree_to_retire(goal, by=Actor.of(one)).state == Goal.State.RETIRED, "twice is once"
    assert lines(challenge)[2:] == ["goals.retirement_asked", "goals.retirement_not_yet", "goals.goal_retired"]


def test_the_asking_party_takes_its_question_back_and_may_ask_again() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = make_goals.shared_goal(challenge, amina, bram)
    actions.ask_to_retire(goal, reason=REASON, by=Actor.of(amina))
    with pytest.raises(NotAllowed):
        actions.withdraw_retirement(goal, by=Actor.of(bram))
    assert actions.withdraw_retirement(goal, by=Actor.of(amina)).state == Goal.State.SHARED
    with pytest.raises(Refused):
        actions.agree_to_retire(goal, by=Actor.of(bram))
    assert actions.ask_to_retire(goal, reason=REASON, by=Actor.of(bram)).party.name == "Gemeente Lindeveen"


def test_a_party_that_comes_later_is_named_as_silent_until_it_agrees() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = make_goals.shared_goal(challenge, amina, bram)
    make.join(challenge, make.dilek(), "Huurders van de zalen", "entrepreneurs")
    assert queries.shared_goals(challenge) == [make_goals.WORDS]
    assert standing(challenge, goal)["Huurders van de zalen"] == ""
    for _twice in range(2):
        actions.agree_to_goal(goal, by=Actor.of(make.dilek()))
    assert standing(challenge, goal)["Huurders van de zalen"] == "agrees"
    assert lines(challenge).count("goals.goal_agreed") == 1


ACTS: list[Callable[[Challenge, Actor], object]] = [
    lambda challenge, by: actions.add_interest(challenge, words="Iets", by=by),
    lambda challenge, by: actions.propose_goal(challenge, words="Iets", by=by),
    lambda _challenge, by: actions.agree_to_goal(Goal.objects.get(state="proposed"), by=by),
    lambda _challenge, by: actions.say_not_yet(Goal.objects.get(state="proposed"), reason="Nee", by=by),
    lambda _challenge, by: actions.agree_to_goal(Goal.objects.get(state="shared"), by=by),
    lambda _challenge, by: actions.ask_to_retire(Goal.objects.get(state="shared"), reason="Nee", by=by),
]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["outsider", "operator", "job"])
def test_only_people_of_a_party_act(act: Callable[[Challenge, Actor], object], who: str) -> None:
    challenge, amina, bram = make.challenge_of_two()
    make_goals.proposed_goal(challenge, amina)
    make_goals.shared_goal(challenge, amina, bram, words="Gedeeld")
    actors = {"outsider": Actor.of(make.chris()), "operator": Actor.operator(), "job": Actor.job("night")}
    before = lines(challenge)
    with pytest.raises(NotAllowed):
        act(challenge, actors[who])
    assert lines(challenge) == before


def test_the_database_itself_refuses_what_can_never_be() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal, interest = make_goals.shared_goal(challenge, amina, bram), make_goals.interest(challenge, amina)
    relation = actions.relate_interest(interest, goal, effect="helps", by=Actor.of(amina))
    wrong: list[Callable[[], object]] = [
        lambda: Goal.objects.filter(pk=goal.pk).update(state="adopted"),
        lambda: Goal.objects.filter(pk=goal.pk).update(shared_at=None),
        lambda: Goal.objects.filter(pk=goal.pk).update(ended_at=timezone.now()),
        lambda: Relation.objects.create(interest=interest, goal=goal, effect="none", set_at=timezone.now()),
        lambda: Relation.objects.filter(pk=relation.pk).update(effect="kills"),
    ]
    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_the_pages_ask_as_much_for_three_rows_as_for_one() -> None:
    challenge, amina, bram = make.challenge_of_two()

    def asked(person: Person) -> int:
        own = make.party_of(challenge, person)
        with CaptureQueriesContext(connection) as found:
            queries.goal_cards(challenge, own)
            queries.interest_columns(challenge, own)
            queries.matrix(challenge, own)
        return len(found)

    make_goals.shared_goal(challenge, amina, bram)
    make_goals.interest(challenge, amina)
    first = asked(amina)
    for number in range(2):
        make_goals.shared_goal(challenge, amina, bram, words=f"Doel {number}")
        make_goals.interest(challenge, bram, f"Belang {number}")
    assert asked(amina) == first
    assert first <= 15


def test_e6_nobody_agrees_to_a_shared_goal_for_two_parties() -> None:
    challenge, amina, bram = make.challenge_of_two()
    goal = make_goals.shared_goal(challenge, amina, bram)
    fatma, late = make.person("Fatma"), make.join(challenge, make.dilek(), "Huurders van de zalen", "entrepreneurs")
    later = make.join(challenge, make.person("Omar"), "School", "institution")
    make.colleague(challenge.parties.get(number=2), make.person("Bas"), inviter=bram)
    leave_seat(challenge, by=Actor.of(bram))
    make.colleague(late, bram, inviter=make.dilek())
    with pytest.raises(Refused):
        actions.agree_to_goal(goal, by=Actor.of(bram))
    make.colleague(late, fatma, inviter=make.dilek())
    actions.agree_to_goal(goal, by=Actor.of(fatma))
    leave_seat(challenge, by=Actor.of(fatma))
    make.colleague(later, fatma, inviter=make.person("Omar"))
    with pytest.raises(Refused):
        actions.agree_to_goal(goal, by=Actor.of(fatma))
    assert standing(challenge, goal)["School"] == ""
    assert lines(challenge).count("goals.goal_agreed") == 1
