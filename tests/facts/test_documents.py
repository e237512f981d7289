"""E17: what one party brings counts once it stands there in plain words and everybody had time to read it."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from communityup.base.errors import NotAllowed, Refused
from communityup.log.models import Line
from communityup.people.actors import Actor
from communityup.texts.actions import hide
from communityup.workspace.challenges.models import Challenge
from communityup.workspace.consent.actions import respond
from communityup.workspace.consent.models import Round
from communityup.workspace.facts import actions, privacy, queries
from communityup.workspace.facts.models import Document, Reference
from communityup.workspace.goals.actions import propose_goal
from communityup.workspace.goals.models import Goal
from communityup.workspace.goals.queries import goal_cards
from communityup.workspace.pace.actions import ask_to_go_on, call_step_back
from communityup.workspace.rules.actions import propose_rules
from communityup.workspace.rules.models import READING_DAYS
from tests import make
from tests.make_facts import ADDRESS, PLAIN, QUESTION, after_reading, published, shared
from tests.make_notices import at

pytestmark = pytest.mark.django_db
GOAL = "Het dak is in 2028 nieuw"


def by(name: str) -> Actor:
    return Actor.of(make.person(name))


def lines(challenge: Challenge) -> list[str]:
    return list(Line.objects.filter(stream=challenge.stream).order_by("n").values_list("type", flat=True))


def key(document: Document) -> str:
    return f"document:{document.public_id}"


def test_e17_nothing_rests_on_a_document_without_plain_words_and_nobody_is_asked() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    document, before = shared(challenge, bram), Round.objects.count()
    with after_reading(), pytest.raises(Refused, match="nog geen uitleg in gewone taal"):
        propose_goal(challenge, words=GOAL, rests_on=[key(document)], by=by("Bram"))
    assert (Goal.objects.count(), Round.objects.count(), Reference.objects.count()) == (0, before, 0)


def test_e17_everybody_reads_for_three_days_before_all_parties_are_asked() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    document = shared(challenge, bram, summary=PLAIN)
    with pytest.raises(Refused, match="eerst 3 dagen"):
        propose_goal(challenge, words=GOAL, rests_on=[key(document)], by=by("Bram"))
    nearly = timezone.now() + dt.timedelta(days=READING_DAYS) - dt.timedelta(minutes=1)
    with at(nearly), pytest.raises(Refused, match="eerst 3 dagen"):
        propose_goal(challenge, words=GOAL, rests_on=[key(document)], by=by("Bram"))
    with after_reading():
        goal = propose_goal(challenge, words=GOAL, rests_on=[key(document)], by=by("Bram"))
    (card,) = goal_cards(challenge, None)["proposed"]
    assert card["public_id"] == goal.public_id
    assert [one["label"] for one in card["rests_on"]] == ['het document "Het rapport"']
    assert Line.objects.get(type="goals.goal_proposed").content["rests_on"] == 1


def test_e17_a_published_fact_is_read_as_long_and_says_later_that_it_was_asked_again() -> None:
    challenge, amina, bram = make.challenge_of_two()
    version = published(challenge, amina, bram)
    fact = f"fact:{version.card.public_id}"
    with pytest.raises(Refused, match="eerst 3 dagen"):
        propose_goal(challenge, words=GOAL, rests_on=[fact], by=by("Amina"))
    with after_reading():
        propose_goal(challenge, words=GOAL, rests_on=[fact], by=by("Amina"))
    (card,) = goal_cards(challenge, None)["proposed"]
    assert [(one["label"], one["note"]) for one in card["rests_on"]] == [(f"feit 1: {QUESTION}", "")]
    again = actions.ask_again(version.card, question=QUESTION, reason="De zolder.", by=by("Bram"))
    (card,) = goal_cards(challenge, None)["proposed"]
    assert [one["note"] for one in card["rests_on"]] == ["intussen opnieuw gevraagd"]
    actions.take_question_back(again, by=by("Bram"))
    (card,) = goal_cards(challenge, None)["proposed"]
    assert [one["note"] for one in card["rests_on"]] == [""]


def test_e17_other_plain_words_begin_the_time_to_read_anew() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    document = shared(challenge, bram, summary=PLAIN)
    with after_reading():
        before = len(lines(challenge))
        for _click in range(2):
            actions.summarise_document(document, summary="Het dak kan nog jaren mee.", by=by("Bram"))
        assert lines(challenge)[before:] == ["facts.document_summarised"]
        with pytest.raises(Refused, match="eerst 3 dagen"):
            propose_goal(challenge, words=GOAL, rests_on=[key(document)], by=by("Bram"))


def test_e17_a_step_back_stops_the_time_to_read() -> None:
    challenge, amina, bram = make.challenge_of_two()
    document = shared(challenge, bram, summary=PLAIN)
    call_step_back(challenge, reason="Even kijken.", by=by("Amina"))
    assert queries.usable(challenge)[0].note == "leestijd, die stilstaat tijdens het stapje terug"
    with after_reading():
        respond(ask_to_go_on(challenge, by=Actor.of(amina)), agrees=True, by=Actor.of(bram))
        with pytest.raises(Refused, match="eerst 3 dagen"):
            propose_goal(challenge, words=GOAL, rests_on=[key(document)], by=by("Bram"))


def agreed_days(challenge: Challenge, days: int, body: str) -> None:
    version = propose_rules(challenge, parts=[("Lezen", body)], reading_days=days, by=by("Amina"))
    assert version.asked is not None
    respond(version.asked, agrees=True, by=by("Bram"))
    challenge.refresh_from_db()


def goal_resting_on(document: Document, words: str = GOAL) -> Goal:
    return propose_goal(document.challenge, words=words, rests_on=[key(document)], by=by("Bram"))


def test_e17_the_working_agreement_says_how_long_everybody_reads() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    agreed_days(challenge, 7, "Een week is genoeg.")
    document = shared(challenge, bram, summary=PLAIN)
    with after_reading(), pytest.raises(Refused, match="eerst 7 dagen"):
        goal_resting_on(document)
    assert "iedereen 7 dagen had om te lezen" in page_of(challenge, "feiten")
    assert "Iedereen krijgt 7 dagen" in page_of(challenge, "spelregels")
    with at(timezone.now() + dt.timedelta(days=7, minutes=1)):
        assert goal_resting_on(document).challenge == challenge


def test_e14_another_time_to_read_counts_only_for_what_is_shared_from_then_on() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    first = shared(challenge, bram, summary=PLAIN)
    agreed_days(challenge, 20, "We nemen de tijd.")
    later = shared(challenge, bram, summary=PLAIN, address=f"{ADDRESS}?later")
    agreed_days(challenge, 1, "We hebben haast.")
    assert {one.key: one.days for one in queries.usable(challenge)} == {key(first): 3, key(later): 20}
    with after_reading():
        assert goal_resting_on(first).challenge == challenge
        with pytest.raises(Refused, match="eerst 20 dagen"):
            goal_resting_on(later, "Een tweede doel")
        actions.summarise_document(later, summary="In andere woorden.", by=by("Bram"))
        assert {one.days for one in queries.usable(challenge)} == {3, 1}, (
            "what is laid down anew reads by the new rules"
        )


def test_e14_a_time_to_read_that_counts_later_changes_nothing_before_its_day() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    later = timezone.localdate() + dt.timedelta(days=5)
    version = propose_rules(challenge, parts=[("Lezen", "Later.")], reading_days=9, applies_from=later, by=by("Amina"))
    assert version.asked is not None
    respond(version.asked, agrees=True, by=by("Bram"))
    shared(challenge, bram, summary=PLAIN)
    assert [one.days for one in queries.usable(challenge)] == [READING_DAYS]


def page_of(challenge: Challenge, address: str) -> str:
    return Client().get(f"/opgaven/{challenge.slug}/{address}/").content.decode()


def test_e17_hidden_plain_words_count_no_more() -> None:
    challenge, amina, bram = make.challenge_of_two()
    document, version = shared(challenge, bram, summary=PLAIN), published(challenge, amina, bram)
    assert document.summary is not None
    assert version.summary is not None
    hide(document.summary)
    hide(version.summary.words)
    with after_reading():
        assert [one.counts for one in queries.usable(challenge)] == [False, False]
        assert {one.note for one in queries.usable(challenge)} == {"nog niet in gewone taal"}


def test_what_is_gone_cannot_be_referred_to() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    document = shared(challenge, bram, summary=PLAIN)
    actions.take_document_back(document, by=by("Bram"))
    with after_reading(), pytest.raises(Refused, match="is er niet meer"):
        propose_goal(challenge, words=GOAL, rests_on=[key(document)], by=by("Bram"))
    with pytest.raises(Refused, match="ingetrokken"):
        actions.summarise_document(document, summary="Toch iets.", by=by("Bram"))


def test_a_document_is_shared_once_and_only_its_party_explains_it_or_takes_it_back() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    before = len(lines(challenge))
    document = shared(challenge, bram)
    assert shared(challenge, bram) == document
    assert lines(challenge)[before:] == ["facts.document_shared"]
    not_theirs: list[Callable[[], object]] = [
        lambda: actions.summarise_document(document, summary=PLAIN, by=by("Amina")),
        lambda: actions.take_document_back(document, by=by("Amina")),
    ]
    for act in not_theirs:
        with pytest.raises(NotAllowed, match="die dit document deelde"):
            act()
    actions.summarise_document(document, summary=PLAIN, by=by("Bram"))
    assert [one.words for one in queries.usable(challenge)] == [PLAIN]


def test_e22_a_document_that_is_taken_back_leaves_no_words_but_what_rests_on_it_says_so() -> None:
    challenge, _amina, bram = make.challenge_of_two()
    document = shared(challenge, bram, summary=PLAIN)
    with after_reading():
        propose_goal(challenge, words=GOAL, rests_on=[key(document)], by=by("Bram"))
    before = len(lines(challenge))
    for _click in range(2):
        privacy.take_document_back(document.link, by("Bram"))
    assert lines(challenge)[before:] == ["facts.document_taken_back", "texts.erased", "texts.erased"]
    document = Document.objects.get()
    assert ADDRESS not in str(document.link)
    assert queries.link_of(document.link) == {"title": "[ingetrokken door wie het schreef]", "address": ""}
    (card,) = goal_cards(challenge, None)["proposed"]
    assert [one["note"] for one in card["rests_on"]] == ["intussen ingetrokken"]
    assert queries.page(challenge, "1", "1")["documents"].object_list == []


def test_a_goal_rests_on_nothing_while_finding_facts_is_off() -> None:
    from communityup.workspace.goals.queries import facts_to_rest_on

    challenge, _amina, bram = make.challenge_of_two()
    shared(challenge, bram, summary=PLAIN)
    assert len(facts_to_rest_on(challenge)) == 1
    challenge.off = ["facts"]
    assert facts_to_rest_on(challenge) == []
